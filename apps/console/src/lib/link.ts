import { parseUrlState, type UrlState } from './url-state.ts';

/**
 * A link from outside, such as a work item's, as the router takes it: path below the console's base, and search apart.
 * The path always starts with one slash, so it can only mean a place in the console.
 */
export function linkWithin(link: string): { readonly path: string; readonly search: UrlState } {
  const [path = '/', query = ''] = link.replace(/^\/console(?=\/|$)/, '').split('?');
  return { path: `/${path.replace(/^[/\\]+/, '')}`, search: parseUrlState(query) };
}
