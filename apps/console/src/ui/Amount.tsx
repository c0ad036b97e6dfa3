import { amount } from '../lib/format.ts';

/** A table figure in yuan; a dash where the value does not exist. */
export function Amount({ fen }: { fen: number | null }) {
  return <span className="num">{fen === null ? '—' : amount(fen)}</span>;
}
