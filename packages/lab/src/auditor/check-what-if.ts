import type { FactBody } from '@clearline/line';
import type { Report } from './auditor.ts';

/** What a borrower was told that a deed of theirs would come to. */
export interface Promised {
  readonly action: string;
  readonly limitFen: bigint | null;
  readonly reasons: readonly { readonly code: string }[];
}

/** What “what if” promised is what the review decides once it is done. By another clock than that of the question nothing is promised. */
export const checkWhatIf = (promised: Promised, facts: readonly FactBody[], now: string, report: Report): void => {
  const decided = facts.find((body) => body.type === 'decision.recorded');
  if (decided?.type !== 'decision.recorded' || decided.decision.at !== now) return;
  const { id, action, limitFen, reasons } = decided.decision;
  // What goes before people is told as what they are asked for.
  if (action !== 'REVIEW' && action !== promised.action)
    report('G6', `decision ${id} is ${action} where ${promised.action} was promised`);
  if (limitFen !== promised.limitFen)
    report('G6', `decision ${id} ends in ${limitFen} fen where ${promised.limitFen} were promised`);
  const codes = (of: Promised['reasons']): string => of.map(({ code }) => code).join(', ');
  if (codes(reasons) !== codes(promised.reasons))
    report('G6', `decision ${id} gives ${codes(reasons)} where ${codes(promised.reasons)} was promised`);
};
