import { type Outlook, type PolicySet, valueTexts, type WhatIf } from '@clearline/line';
import type { WhatIf as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';
import { reasonViews } from './words.ts';

type OutlookView = ViewOf<typeof Contract>['before'];

/** Actions that a review can come to, as borrowers are told; what changes nothing for them is nothing. */
const told: Readonly<Record<string, OutlookView['action']>> = {
  RAISE_LIMIT: 'RAISE_LIMIT',
  REVIEW: 'REVIEW',
  STEP_UP: 'STEP_UP',
  SINGLE_DRAW_CAP: 'SINGLE_DRAW_CAP',
  DRAW_HOLD: 'DRAW_HOLD',
  LIMIT_REDUCED: 'LIMIT_REDUCED',
  DRAW_SUSPENDED: 'DRAW_SUSPENDED',
  FROZEN: 'DRAW_SUSPENDED',
  CLOSURE: 'CLOSURE',
};

const outlook = ({ action, limitFen, reasons }: Outlook, policies: PolicySet): OutlookView => ({
  action: told[action] ?? 'NONE',
  limitFen: action === 'RAISE_LIMIT' || action === 'LIMIT_REDUCED' ? limitFen : null,
  reasons: reasonViews(reasons, policies),
});

export function whatIfView({ before, after, changes }: WhatIf, policies: PolicySet): ViewOf<typeof Contract> {
  return {
    before: outlook(before, policies),
    after: outlook(after, policies),
    changes: changes.flatMap(({ input, from, to }) => {
      const declared = policies.inputs[input];
      if (declared === undefined) return [];
      const [before, after] = valueTexts(from, to, declared.unit);
      return [{ input, label: declared.label, from: before, to: after }];
    }),
  };
}
