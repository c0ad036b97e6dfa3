import type { LocalText } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { keys } from '../../lib/keys.ts';

export interface ReasonChoice {
  readonly code: string;
  readonly title: LocalText;
}

/** The specific reasons that the policy in force knows, from the rules that give them. */
export function useReasonChoices(enabled: boolean) {
  return useQuery({
    queryKey: keys.reasons,
    enabled,
    staleTime: 10 * 60_000,
    queryFn: async (): Promise<readonly ReasonChoice[]> => {
      const { items } = await client.listPolicies();
      const live = items.find((policy) => policy.state === 'live') ?? items[0];
      if (live === undefined) return [];
      const policy = await client.getPolicy({ params: { version: live.version } });
      const choices = new Map<string, ReasonChoice>();
      for (const { reasonCode, reasonTitle } of policy.details.flatMap((table) => table.rules)) {
        if (reasonCode !== null && reasonTitle !== null && reasonCode !== 'SCORE')
          choices.set(reasonCode, { code: reasonCode, title: reasonTitle });
      }
      return [...choices.values()];
    },
  });
}
