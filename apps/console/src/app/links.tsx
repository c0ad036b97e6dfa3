import { Link as RouterLink, useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import type { ConsolePath } from './paths.ts';
import type { UrlState } from '../lib/url-state.ts';

/** Where a link leads. `path` is one that came from outside, such as a work item's. */
export interface Target {
  readonly to: ConsolePath | { readonly path: string };
  readonly params?: Readonly<Record<string, string>>;
  readonly search?: UrlState;
}

interface LinkProps extends Target {
  readonly className?: string;
  readonly activeClassName?: string;
  readonly exact?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/**
 * The router's link, typed by this app's own paths. The library registers one router per type program, and both apps
 * are checked in one; the cast to `/`, a path of both, is where the two meet.
 */
export function Link({ to, params, search, activeClassName, exact, ...rest }: LinkProps) {
  return (
    <RouterLink
      to={pathOf(to, params) as '/'}
      search={(search ?? {}) as never}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      {...(activeClassName === undefined
        ? { activeProps: {} }
        : { activeProps: { className: activeClassName, 'aria-current': 'page' as const } })}
      {...rest}
    />
  );
}

/** Goes to a page of the console. */
export function useGo(): (target: Target & { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    ({ to, params, search, replace }) =>
      void navigate({ to: pathOf(to, params) as '/', search: (search ?? {}) as never, replace: replace ?? false }),
    [navigate],
  );
}

/** A part of the address, such as the id of what a page shows; empty only on pages without it. */
export function useParam(name: 'id' | 'version'): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? '';
}

function pathOf(to: Target['to'], params: Readonly<Record<string, string>> = {}): string {
  if (typeof to !== 'string') return to.path;
  return to.replaceAll(/\$(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
