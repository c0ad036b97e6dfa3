export type StoreErrorCode =
  | 'database_unreachable'
  | 'schema_newer'
  | 'schema_refused'
  | 'bad_cursor'
  | 'bad_master_key'
  | 'book_not_empty'
  | 'lease_held'
  | 'log_damaged'
  | 'ledger_unproven'
  | 'tables_outdated'
  | 'wrong_lender';

/** A failure of the store that an operator can act on; its message is one line that says what to do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

/** This process may no longer write the book: another took its lease, or the database went away in mid-commit. */
export class BookLost extends Error {
  readonly bookId: string;
  constructor(bookId: string, detail: string, cause?: unknown) {
    super(`Book ${bookId}: ${detail}`, cause === undefined ? undefined : { cause });
    this.name = 'BookLost';
    this.bookId = bookId;
  }
}
