/** How a lender’s own file of monthly histories is read: one row per client, some columns per month. Data, not code. */
export interface Mapping {
  readonly name: string;
  readonly about: string;
  readonly currency: string;
  readonly minorUnitsPerUnit: number;
  readonly id: string;
  readonly limit: string;
  /** The column that says what came of the client, and its values that mean default. */
  readonly outcome: { readonly column: string; readonly bad: readonly string[] };
  /** Status code → days past due at the end of the month. */
  readonly daysPastDue: Readonly<Record<string, number>>;
  /** Status codes of months in which the line was not used: no payment was due, so none counts as on time. */
  readonly noUse: readonly string[];
  /** Oldest first. */
  readonly months: readonly {
    readonly label: string;
    readonly status: string;
    readonly balance: string;
    readonly paid: string;
  }[];
  /** Columns that are present and never read: protected attributes (G6). */
  readonly neverRead: readonly string[];
}

/** What is wrong with a portfolio file or mapping: file, row, column, and what to do. */
export class ReplayInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReplayInputError';
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Checks a mapping’s shape, naming the key that is wrong. @throws ReplayInputError */
export const readMapping = (text: string, file: string): Mapping => {
  const fail = (key: string, what: string): never => {
    throw new ReplayInputError(`${file}: “${key}” ${what}. See docs/guides/replay.md for the form of a mapping.`);
  };
  let parsed: Partial<Mapping>;
  try {
    parsed = JSON.parse(text) as Partial<Mapping>;
  } catch (error) {
    throw new ReplayInputError(`${file}: not valid JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  for (const key of ['name', 'about', 'currency', 'id', 'limit'] as const)
    if (!isText(parsed[key])) fail(key, 'must be text');
  if (!Number.isSafeInteger(parsed.minorUnitsPerUnit) || (parsed.minorUnitsPerUnit ?? 0) < 1)
    fail('minorUnitsPerUnit', 'must be a whole number from 1');
  if (!isText(parsed.outcome?.column) || !Array.isArray(parsed.outcome?.bad))
    fail('outcome', 'must hold “column” and the list “bad”');
  if (typeof parsed.daysPastDue !== 'object') fail('daysPastDue', 'must map each status code to days');
  if (!Array.isArray(parsed.months) || parsed.months.length === 0)
    fail('months', 'must list at least one month, oldest first');
  for (const month of parsed.months ?? [])
    for (const key of ['label', 'status', 'balance', 'paid'] as const)
      if (!isText(month[key])) fail(`months.${key}`, 'must be text');
  return { ...parsed, noUse: parsed.noUse ?? [], neverRead: parsed.neverRead ?? [] } as Mapping;
};

/** The columns that a file must have. */
export const columnsOf = (mapping: Mapping): string[] => [
  mapping.id,
  mapping.limit,
  mapping.outcome.column,
  ...mapping.months.flatMap((month) => [month.status, month.balance, month.paid]),
];
