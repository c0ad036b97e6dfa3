/** Which workspace may import which, by folder. The picture of ARCHITECTURE.md as data; arrows point down only. */
const leaves = ['dmn', 'scorecard', 'lending', 'receipts', 'statements'];

export const arrows: { readonly [folder: string]: readonly string[] } = {
  'packages/dmn': [],
  'packages/scorecard': [],
  'packages/lending': [],
  'packages/receipts': [],
  'packages/statements': [],
  'packages/line': leaves,
  'packages/store': ['line', ...leaves],
  'packages/lab': ['line', ...leaves],
  'packages/server': ['store', 'lab', 'line', ...leaves],
  'packages/client': [],
  'packages/cli': ['server', 'store', 'lab', 'line', ...leaves],
  // The borrower’s page checks proofs itself; receipts knows nothing of credit.
  'apps/borrower': ['client', 'receipts'],
  'apps/console': ['client'],
  conformance: ['line', ...leaves],
  bench: ['server', 'store', 'lab', 'line', ...leaves],
};

/** Packages whose results must depend on their arguments alone, and the Node modules they may use all the same. */
export const pure: { readonly [folder: string]: readonly string[] } = {
  'packages/dmn': [],
  'packages/scorecard': [],
  'packages/lending': [],
  'packages/receipts': ['node:crypto'],
  'packages/statements': [],
  'packages/line': [],
};

/** Workspaces that state numbered rules of behaviour. */
export const withSpec = [
  'dmn',
  'scorecard',
  'lending',
  'receipts',
  'statements',
  'line',
  'store',
  'server',
  'client',
  'lab',
];
