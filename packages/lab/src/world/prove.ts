import {
  type DecisionRecord,
  isAdverse,
  judge,
  lineKindOfTable,
  type PolicySet,
  replayDecision,
} from '@clearline/line';

/** What comes of doing a recorded decision again, and of doing it with each printed change. */
export interface Proof {
  readonly identical: boolean;
  readonly differences: readonly string[];
  readonly counterfactuals: number;
  /** Printed changes after which the decision is still adverse; any is a lie on a notice. */
  readonly unflipped: number;
}

/**
 * Runs a decision again from its record (G10), and again with each counterfactual’s values put in. The second goes
 * through the judgement alone, not through the search that found the change.
 */
export const proveDecision = (decision: DecisionRecord, policies: PolicySet): Proof => {
  const { identical, differences } = replayDecision(decision, policies);
  const lineKind = lineKindOfTable(decision.tableId, policies);
  let unflipped = 0;
  for (const { changes } of lineKind === null ? [] : decision.counterfactuals) {
    const inputs = decision.inputs.map((input) => {
      const change = changes.find((candidate) => candidate.input === input.name);
      return change === undefined ? input : { ...input, value: change.to };
    });
    const kind = policies.entries.find(({ id }) => id === decision.tableId)?.decisionKind ?? decision.kind;
    const again = judge(kind, lineKind ?? 'CONSUMER', inputs, decision.context, policies, { explain: false });
    if (isAdverse(again.proposedAction)) unflipped += 1;
  }
  return { identical, differences, counterfactuals: decision.counterfactuals.length, unflipped };
};
