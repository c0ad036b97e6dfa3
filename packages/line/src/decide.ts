import type { Command, CommandType } from './command.ts';
import { acceptOffer, apply } from './commands/application.ts';
import { decideApplication } from './commands/referred.ts';
import { revalueSecurity } from './commands/security-look.ts';
import { approveCredit, changeFiles, proposeCredit, recordCheck } from './commands/three-part-check.ts';
import {
  addEvidence,
  approveOutcome,
  proposeOutcome,
  requestInfo,
  submitAppeal,
  takeAppeal,
  withdrawAppeal,
} from './commands/appeal.ts';
import { approveLoanChange, changeLoan } from './commands/change-loan.ts';
import { closeDay } from './commands/close-day.ts';
import { draw, drawAnswered } from './commands/draw.ts';
import { answerMove } from './commands/move.ts';
import { observe, passStepUp } from './commands/observe.ts';
import { close, keep, liftOwnLimit, lowerLimit, pause, resume } from './commands/own-line.ts';
import { askTemporaryLimit, decideTemporaryLimit } from './commands/temporary.ts';
import {
  approveRestriction,
  liftRestriction,
  proposeRestriction,
  renewRestriction,
} from './commands/people-restrict.ts';
import {
  approvePhoneChange,
  changeConsent,
  proposePhoneChange,
  readFile,
  readNotice,
  register,
  verifyIdentity,
} from './commands/person.ts';
import { refundAnswered, refundCredit } from './commands/refund.ts';
import { recordRepayment, repay, repaymentAnswered, reverseRepayment } from './commands/repay.ts';
import { review } from './commands/review.ts';
import { rollBack } from './commands/roll-back.ts';
import { lookAfterRollBack } from './commands/roll-back-people.ts';
import { issueStatement } from './commands/statement.ts';
import { endSuppression } from './commands/suppression.ts';
import { applyStrategy } from './commands/strategy.ts';
import type { Context } from './context.ts';
import type { FactBody } from './fact.ts';
import type { BorrowerFile, Payment } from './file.ts';
import { type Outcome, refuse } from './refusal.ts';

type Handler<T extends CommandType> = (
  file: BorrowerFile,
  command: Extract<Command, { type: T }>,
  context: Context,
) => Outcome<readonly FactBody[]>;

/** The rail’s answer, by what the payment was for. */
const ANSWERED: { readonly [P in Payment['purpose']]: Handler<'payment_answered'> } = {
  DRAW: drawAnswered,
  REPAYMENT: repaymentAnswered,
  REFUND: refundAnswered,
};

/** What handles each command; the type makes the table complete. */
const HANDLERS: { readonly [T in CommandType]: Handler<T> } = {
  register,
  verify_identity: verifyIdentity,
  propose_phone_change: proposePhoneChange,
  approve_phone_change: approvePhoneChange,
  change_consent: changeConsent,
  apply,
  decide_application: decideApplication,
  record_check: recordCheck,
  add_account_file: changeFiles,
  drop_account_file: changeFiles,
  revalue_security: revalueSecurity,
  propose_credit: proposeCredit,
  approve_credit: approveCredit,
  accept_offer: acceptOffer,
  draw,
  payment_answered: (file, command, context) => {
    const payment = file.payments[command.paymentId];
    if (payment === undefined) return refuse('payment_unknown', { field: 'paymentId', value: command.paymentId });
    return ANSWERED[payment.purpose](file, command, context);
  },
  repay,
  record_repayment: recordRepayment,
  reverse_repayment: reverseRepayment,
  change_loan: changeLoan,
  approve_loan_change: approveLoanChange,
  refund_credit: refundCredit,
  issue_statement: issueStatement,
  observe,
  pass_step_up: passStepUp,
  review,
  lower_limit: lowerLimit,
  lift_own_limit: liftOwnLimit,
  ask_temporary_limit: askTemporaryLimit,
  decide_temporary_limit: decideTemporaryLimit,
  pause,
  resume,
  keep,
  close,
  answer_move: answerMove,
  apply_strategy: applyStrategy,
  roll_back: rollBack,
  look_after_roll_back: lookAfterRollBack,
  propose_restriction: proposeRestriction,
  approve_restriction: approveRestriction,
  renew_restriction: renewRestriction,
  lift_restriction: liftRestriction,
  end_suppression: endSuppression,
  read_notice: readNotice,
  read_file: readFile,
  submit_appeal: submitAppeal,
  add_evidence: addEvidence,
  withdraw_appeal: withdrawAppeal,
  take_appeal: takeAppeal,
  request_info: requestInfo,
  propose_outcome: proposeOutcome,
  approve_outcome: approveOutcome,
  close_day: closeDay,
};

/**
 * What a command does to a borrower: facts to append, or a refusal. Pure: the same file, command and context always
 * give the same answer.
 * @throws GuaranteeBroken when a borrower guarantee would not hold; nothing is written then.
 */
export const decide = (file: BorrowerFile, command: Command, context: Context): Outcome<readonly FactBody[]> => {
  const handler = HANDLERS[command.type] as Handler<CommandType>;
  return handler(file, command as never, context);
};
