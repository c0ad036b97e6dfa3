import { describe, expect, it } from 'vitest';
import { RowSet } from './row-set.ts';
import { bulkStatement, copyLine, type TableSpec } from './table-spec.ts';

describe('S21: rows of one transaction', () => {
  it('keep the later state of a thing, add up counters, and refuse two rows of what happens once', () => {
    const rows = new RowSet();
    const rule = { rule_id: 'R1', policy_version: 'v', fired: 1n, contested: 0n, overturned: 0n, upheld: 0n };
    rows.add('rule_records', rule);
    rows.add('rule_records', { ...rule, contested: 1n, upheld: 1n });
    expect(rows.rows('rule_records')).toEqual([{ ...rule, fired: 2n, contested: 1n, upheld: 1n }]);
    rows.add('payments', { payment_id: 'p', state: 'PENDING' });
    rows.add('payments', { payment_id: 'p', state: 'SUCCEEDED' });
    expect(rows.rows('payments')).toEqual([{ payment_id: 'p', state: 'SUCCEEDED' }]);
    rows.add('facts', { borrower_id: 'b', seq: 0 });
    expect(() => rows.add('facts', { borrower_id: 'b', seq: 0 })).toThrow('share the key b/0');
  });
});

describe('S22: bulk statements', () => {
  const spec: TableSpec = {
    name: 't',
    columns: { a: 'text', n: 'bigint', j: 'jsonb' },
    key: ['a'],
    onConflict: 'replace',
  };

  it('take any number of rows in one statement', () => {
    expect(bulkStatement(spec)).toBe(
      'INSERT INTO t (book_id, a, n, j) SELECT $1, u.a, u.n, u.j::jsonb FROM unnest($2::text[], $3::bigint[], $4::text[]) AS u(a, n, j) ' +
        'ON CONFLICT (book_id, a) DO UPDATE SET n = EXCLUDED.n, j = EXCLUDED.j',
    );
    expect(bulkStatement({ ...spec, onConflict: 'add' })).toContain('n = t.n + EXCLUDED.n');
    expect(bulkStatement({ ...spec, onConflict: 'fail' })).not.toContain('CONFLICT');
  });

  it('write COPY lines that survive tabs, line ends, backslashes and absence', () => {
    expect(copyLine(spec, 'b', { a: 'x\ty\n\\N\r', n: 5n, j: null })).toBe('b\tx\\ty\\n\\\\N\\r\t5\t\\N\n');
    expect(() => copyLine(spec, 'b', { a: 'x', n: 5n })).toThrow('lacks its column j');
  });
});
