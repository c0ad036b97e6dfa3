import { type ConsentKind, REGION_CODES, REGIONS } from '@clearline/line';
import { maskIdNumber, maskName } from '@clearline/store';
import { observeBureau } from '../bureau/observe-bureau.ts';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { applicationView } from '../views/application-view.ts';
import { consentViews, consentVersion } from '../views/consent-catalogue.ts';
import { homeView } from '../views/home-view.ts';
import { givenMoveConsent } from '../views/move-consent.ts';
import { momentOf, runAsBorrower, signAsBorrower } from './work.ts';

type Ids =
  | 'listRegions'
  | 'verifyIdentity'
  | 'listConsents'
  | 'changeConsent'
  | 'apply'
  | 'latestApplication'
  | 'acceptOffer';

/** From registration to an open line. */
export function onboardingHandlers(services: Services): SomeHandlers<Ids> {
  const { book, policies } = services;
  const home = (file: Parameters<typeof homeView>[0]) => homeView(file, momentOf(services), policies);
  return {
    async verifyIdentity({ caller, body, idempotencyKey }) {
      const command = {
        type: 'verify_identity',
        maskedName: maskName(body.name),
        maskedIdNumber: maskIdNumber(body.idNumber),
      } as const;
      const personal = { kind: 'personal', data: { name: body.name, idNumber: body.idNumber } } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey, {
        attachments: [personal],
      });
      return done.ok ? answer(home(done.value.file)) : done;
    },
    async listRegions() {
      return answer({ items: REGION_CODES.map((code) => ({ code, name: REGIONS[code] })) });
    },
    async listConsents({ caller }) {
      const file = await book.file(caller.borrowerId);
      // Whose line was never exchanged, nor about to be, has nothing in their history to look for.
      const mayHaveMoved = file.move !== null || file.formerLines.length > 0;
      const move = mayHaveMoved ? givenMoveConsent(await book.facts(caller.borrowerId)) : null;
      return answer({ items: consentViews(file), move });
    },
    async changeConsent({ caller, params, body, idempotencyKey }) {
      if (body.given && body.version !== consentVersion) {
        return refuse('consent_text_changed', { field: 'version', value: consentVersion });
      }
      // The core refuses a kind that is not one, by name.
      const kind = params.kind as ConsentKind;
      const command = { type: 'change_consent', kind, given: body.given, version: body.version } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      return done.ok ? answer({ items: consentViews(done.value.file) }) : done;
    },
    async apply({ caller, body, idempotencyKey }) {
      const observed = await observeBureau(services, caller.borrowerId, body.monthlyIncomeFen);
      if (!observed.ok) return observed;
      const { region, askedLimitFen, monthlySalesFen, ...said } = body;
      const command = {
        type: 'apply',
        ...said,
        ...(region === undefined ? {} : { region }),
        ...(askedLimitFen === undefined ? {} : { askedLimitFen }),
        ...(monthlySalesFen === undefined ? {} : { monthlySalesFen }),
      } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      if (!done.ok) return done;
      const view = applicationView(done.value.file, momentOf(services), policies);
      if (view === null) throw new Error(`borrower ${caller.borrowerId} applied and has no application`);
      return answer(view);
    },
    async latestApplication({ caller }) {
      return answer({ application: applicationView(await book.file(caller.borrowerId), momentOf(services), policies) });
    },
    async acceptOffer({ caller, body, idempotencyKey }) {
      const { costSheetHash, readSeconds, scrolledToEnd } = body;
      const command = { type: 'accept_offer', costSheetHash, readSeconds, scrolledToEnd } as const;
      const done = await signAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      return done.ok ? answer(home(done.value.file)) : done;
    },
  };
}
