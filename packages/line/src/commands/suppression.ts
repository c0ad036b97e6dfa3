import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { plainNotice } from '../notices/build.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { suppressedRuleIds } from '../suppression.ts';
import { decidersOf } from './appeal.ts';
import { begin, done } from './work.ts';

/**
 * Lets a rule count again for a borrower before its suppression ends (N147). It takes a second approver who did not stand behind
 * the overturned action (G8), with a reason; the borrower is told. Nothing that was restored is taken back by it (G9).
 */
export const endSuppression = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'end_suppression' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const { actor } = context;
  if (actor.kind !== 'staff') return refuse('staff_only');
  const { ruleId } = command;
  const suppression = file.suppressions[ruleId];
  if (suppression === undefined || !suppressedRuleIds(file, context.now).includes(ruleId))
    return refuse('not_suppressed', { field: 'ruleId', value: ruleId });
  if (!actor.roles.includes('second_approver')) return refuse('suppression_needs_second');
  const appeal = file.appeals[suppression.appealId];
  if (appeal !== undefined && decidersOf(file, appeal).includes(actor.staffNo)) return refuse('decider_reviews');
  const reason = command.reason.trim();
  if (reason === '') return refuse('suppression_needs_reason', { field: 'reason' });
  const work = begin(file, context);
  work.add(
    { type: 'suppression.ended', ruleId, by: actor.staffNo, reason },
    {
      type: 'notice.issued',
      notice: plainNotice(
        'REMEDY',
        `suppression:${ruleId}`,
        { zh: '一项标准重新适用于您', en: 'A line of ours counts for you again' },
        [
          {
            zh: '此前认定误判的一项标准，经工作人员核查，从今天起重新适用。',
            en: 'A member of staff looked again at what had been found mistaken: it counts from today.',
          },
          {
            zh: '已为您恢复的额度不变，已撤销的限制不会再生效。以后如据此限制，会另行通知，并可申诉。',
            en: 'What was restored stays so. Should it restrict you later, you are told and can contest it.',
          },
        ],
        context,
        { appealId: suppression.appealId },
      ),
    },
  );
  return done(work);
};
