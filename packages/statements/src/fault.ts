/** Why a file cannot be read: where, which value, and what is expected there. */
export interface StatementFault {
  /** Line of the file, counted from one; null where it is about the whole file. */
  readonly row: number | null;
  /** The column as the file calls it; null where it is about the row or file. */
  readonly column: string | null;
  /** The cell as it stands, cut to what can be shown. */
  readonly value: string | null;
  readonly code:
    | 'NOT_TEXT'
    | 'WORKBOOK'
    | 'NO_HEADING'
    | 'NO_ROWS'
    | 'DAY_EXPECTED'
    | 'AMOUNT_EXPECTED'
    | 'DIRECTION_EXPECTED'
    | 'OTHER_CURRENCY'
    | 'NOT_CSV';
}

const SHOWN = 40;

export const fault = (
  code: StatementFault['code'],
  where: { readonly row?: number; readonly column?: string; readonly value?: string } = {},
): StatementFault => ({
  code,
  row: where.row ?? null,
  column: where.column ?? null,
  value: where.value === undefined ? null : where.value.slice(0, SHOWN),
});
