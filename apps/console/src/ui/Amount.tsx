import { amount } from '@clearline/client';

/** A table figure in yuan; a dash where the value does not exist. */
export function Amount({ fen }: { fen: number | null }) {
  return <span className="num">{fen === null ? '—' : amount(fen)}</span>;
}
