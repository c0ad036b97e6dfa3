import type { Queryable } from '../db/sql.ts';
import type { Row } from '../project/table-spec.ts';
import { deriveKeys, lookupHash, openPerson, sealPerson, type Keys, type PersonalData } from './seal.ts';

interface PersonRow extends Record<string, unknown> {
  readonly borrower_id: string;
  readonly wrapped_key: Buffer | null;
  readonly sealed: Buffer | null;
}

/** Personal data at rest: sealed per borrower, found by keyed hash, erased by deleting the borrower’s key. */
export interface Vault {
  phoneLookup(phone: string): Buffer;
  idNumberLookup(idNumber: string): Buffer;
  borrowerByPhone(bookId: string, phone: string): Promise<string | null>;
  borrowerByIdNumber(bookId: string, idNumber: string): Promise<string | null>;
  personal(bookId: string, borrowerId: string): Promise<PersonalData | null>;
  /**
   * Deletes the key and the hashes, and the secret that the borrower’s leaves in the log are linked by; what was sealed
   * can never be read again, and the log still verifies. False when there was nothing to erase.
   */
  erase(bookId: string, borrowerId: string): Promise<boolean>;
  /** The row that merges `data` into what is kept of the borrower; written by the caller, in its own transaction. */
  rowFor(bookId: string, borrowerId: string, data: PersonalData): Promise<Row>;
  /** The row of a borrower of whom nothing is kept yet. */
  freshRow(bookId: string, borrowerId: string, data: PersonalData): Row;
}

export const openVault = (sql: Queryable, masterKey: Uint8Array): Vault => {
  const keys = deriveKeys(masterKey);
  const read = async (bookId: string, borrowerId: string): Promise<PersonRow | null> => {
    const [row] = await sql.query<PersonRow>(
      'SELECT borrower_id, wrapped_key, sealed FROM personal_records WHERE book_id = $1 AND borrower_id = $2',
      [bookId, borrowerId],
    );
    return row ?? null;
  };
  const open = (bookId: string, row: PersonRow | null): PersonalData | null =>
    row === null || row.wrapped_key === null || row.sealed === null
      ? null
      : openPerson(keys, bookId, row.borrower_id, { wrappedKey: row.wrapped_key, sealed: row.sealed });
  const borrowerBy = async (column: 'phone_lookup' | 'id_number_lookup', bookId: string, hash: Buffer) => {
    const [row] = await sql.query<{ borrower_id: string }>(
      `SELECT borrower_id FROM personal_records WHERE book_id = $1 AND ${column} = $2`,
      [bookId, hash],
    );
    return row?.borrower_id ?? null;
  };
  const idNumberLookup = (idNumber: string): Buffer => lookupHash(keys, 'id_number', idNumber.toUpperCase());
  return {
    phoneLookup: (phone) => lookupHash(keys, 'phone', phone),
    idNumberLookup,
    borrowerByPhone: (bookId, phone) => borrowerBy('phone_lookup', bookId, lookupHash(keys, 'phone', phone)),
    borrowerByIdNumber: (bookId, idNumber) => borrowerBy('id_number_lookup', bookId, idNumberLookup(idNumber)),
    personal: async (bookId, borrowerId) => open(bookId, await read(bookId, borrowerId)),
    erase: async (bookId, borrowerId) => {
      // One statement, so that no moment has the one erased and the other not.
      const erased = await sql.query(
        `WITH unlinked AS (
           UPDATE log_secrets SET sealed = NULL, erased_through = (
             SELECT max(leaf_index) FROM log_leaves WHERE book_id = $1 AND borrower_id = $2
           ) WHERE book_id = $1 AND borrower_id = $2
         )
         UPDATE personal_records SET phone_lookup = NULL, id_number_lookup = NULL, wrapped_key = NULL, sealed = NULL
         WHERE book_id = $1 AND borrower_id = $2 AND wrapped_key IS NOT NULL RETURNING borrower_id`,
        [bookId, borrowerId],
      );
      return erased.length > 0;
    },
    rowFor: async (bookId, borrowerId, data) => {
      const row = await read(bookId, borrowerId);
      return personRow(keys, bookId, borrowerId, { ...open(bookId, row), ...data }, row?.wrapped_key ?? null);
    },
    freshRow: (bookId, borrowerId, data) => personRow(keys, bookId, borrowerId, data, null),
  };
};

const personRow = (keys: Keys, bookId: string, borrowerId: string, data: PersonalData, wrapped: Buffer | null): Row => {
  const { wrappedKey, sealed } = sealPerson(keys, bookId, borrowerId, data, wrapped);
  return {
    borrower_id: borrowerId,
    phone_lookup: data.phone === undefined ? null : lookupHash(keys, 'phone', data.phone),
    id_number_lookup: data.idNumber === undefined ? null : lookupHash(keys, 'id_number', data.idNumber.toUpperCase()),
    wrapped_key: wrappedKey,
    sealed,
  };
};
