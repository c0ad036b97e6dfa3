import type { Handlers } from '../http/handler.ts';
import type { Services } from '../services.ts';
import { accountFileHandlers } from './account-files.ts';
import { bookHandlers } from './book.ts';
import { borrowerFileHandlers } from './borrower-files.ts';
import { dataQualityHandlers } from './data-quality.ts';
import { deskHandlers } from './desk.ts';
import { documentHandlers } from './documents.ts';
import { eventHandlers } from './events.ts';
import { lineHandlers } from './line.ts';
import { loanHandlers } from './loans.ts';
import { logHandlers } from './log.ts';
import { moneyHandlers } from './money.ts';
import { noticeAndAppealHandlers } from './notices-and-appeals.ts';
import { onboardingHandlers } from './onboarding.ts';
import { phoneHandlers } from './phone.ts';
import { reconcileHandlers } from './reconcile.ts';
import { rollBackHandlers } from './roll-backs.ts';
import { signInHandlers } from './sign-in.ts';
import { staffSignInHandlers } from './staff-sign-in.ts';
import { strategyHandlers } from './strategies.ts';
import { systemHandlers } from './systems.ts';

/** A handler for every operation of the contract. */
export function allHandlers(services: Services): Handlers {
  return {
    ...signInHandlers(services),
    ...onboardingHandlers(services),
    ...lineHandlers(services),
    ...moneyHandlers(services),
    ...loanHandlers(services),
    ...documentHandlers(services),
    ...noticeAndAppealHandlers(services),
    ...logHandlers(services),
    ...eventHandlers(services),
    ...dataQualityHandlers(services),
    ...systemHandlers(services),
    ...staffSignInHandlers(services),
    ...deskHandlers(services),
    ...borrowerFileHandlers(services),
    ...accountFileHandlers(services),
    ...phoneHandlers(services),
    ...bookHandlers(services),
    ...reconcileHandlers(services),
    ...strategyHandlers(services),
    ...rollBackHandlers(services),
  };
}
