import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The query string of a console address: plain names and values, so that a link can be read and shared. */
export type UrlState = Readonly<Record<string, string>>;

export function parseUrlState(text: string): UrlState {
  return Object.fromEntries(new URLSearchParams(text));
}

export function writeUrlState(state: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (typeof value === 'string' && value !== '') params.set(name, value);
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}

/** Filters, tabs and searches of a page, kept in its address. Setting replaces the entry, so that Back leaves the page. */
export function useUrlState(): readonly [UrlState, (change: Readonly<Record<string, string | undefined>>) => void] {
  const state = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Readonly<Record<string, string | undefined>>) => {
      void navigate({
        to: '.',
        replace: true,
        search: (previous: UrlState) => {
          const merged: Record<string, string> = { ...previous };
          for (const [name, value] of Object.entries(next)) {
            if (value === undefined || value === '') delete merged[name];
            else merged[name] = value;
          }
          return merged;
        },
      });
    },
    [navigate],
  );
  return [state, change];
}
