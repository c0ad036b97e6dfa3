/** Only a browser that knows that it has no network says so. */
const hasNetwork = (): boolean =>
  (globalThis as { readonly navigator?: { readonly onLine?: boolean } }).navigator?.onLine !== false;

/**
 * The code of a page, fetched when it is first asked for. Where that fails with a network at hand the page was most likely
 * replaced by a newer version, and the router loads the whole app again; without a network that would trade the app for the
 * browser's own page of errors, so that the failure is given another name, by which the app says what is wrong.
 */
export const fetched =
  <Module>(load: () => Promise<Module>, online: () => boolean = hasNetwork): (() => Promise<Module>) =>
  async () => {
    try {
      return await load();
    } catch (error) {
      throw online() ? error : new Error('There is no network to fetch this page over.', { cause: error });
    }
  };
