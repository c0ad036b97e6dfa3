/** Query keys, in one place so that an action can refresh what it changes. */
export const keys = {
  me: ['me'] as const,
  clock: ['clock'] as const,
  today: ['today'] as const,
  borrowers: ['borrowers'] as const,
  borrower: (id: string) => ['borrower', id] as const,
  decisions: ['decisions'] as const,
  decision: (id: string) => ['decision', id] as const,
  appeals: ['appeals'] as const,
  desk: (id: string) => ['desk', id] as const,
  policies: ['policies'] as const,
  policy: (version: string) => ['policy', version] as const,
  overview: ['overview'] as const,
  dayCloses: ['day-closes'] as const,
  trialBalance: ['trial-balance'] as const,
  strategies: ['strategies'] as const,
  audit: ['audit'] as const,
};
