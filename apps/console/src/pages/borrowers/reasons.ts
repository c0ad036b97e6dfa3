import type { LocalText, PolicyTableView } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';

export interface ReasonChoice {
  readonly code: string;
  readonly title: LocalText;
}

/** What a reason is given for. */
export type ReasonUse = 'DECLINE' | 'RESTRICT';

/** The specific reasons that the policy in force knows for this, from the rules that give them. */
export function useReasonChoices(use: ReasonUse, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.reasons, use],
    enabled,
    staleTime: 10 * 60_000,
    queryFn: async (): Promise<readonly ReasonChoice[]> => {
      const { items } = await client.listPolicies();
      const live = items.find((policy) => policy.state === 'live') ?? items[0];
      if (live === undefined) return [];
      const policy = await client.getPolicy({ params: { version: live.version } });
      return choicesOf(policy.details, use);
    },
  });
}

const choicesOf = (tables: readonly PolicyTableView[], use: ReasonUse): ReasonChoice[] => {
  const choices = new Map<string, ReasonChoice>();
  for (const { decisionKind, outputs: names, rules } of tables) {
    const isOfUse =
      use === 'DECLINE'
        ? decisionKind === 'UNDERWRITING'
        : ['EVENT_MONITOR', 'SCHEDULED_REVIEW'].includes(decisionKind);
    if (!isOfUse) continue;
    for (const { reasonCode, reasonTitle, outputs } of rules) {
      const speaksFor = outputs[names.indexOf('action')] === 'RAISE_LIMIT';
      if (reasonCode !== null && reasonTitle !== null && reasonCode !== 'SCORE' && !speaksFor)
        choices.set(reasonCode, { code: reasonCode, title: reasonTitle });
    }
  }
  return [...choices.values()];
};
