import type { BehaviourEvent } from '../behaviour-event.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { mayBeInvited, type MerchantSign, moveFault } from '../move.ts';
import { plainNotice } from '../notices/build.ts';
import type { Outcome } from '../refusal.ts';
import { asMachine, begin, done, type Work } from './work.ts';

/** From a consumer line to a business line: asked, answered, never decided for the borrower (C5, N117-N119). */
export const answerMove = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'answer_move' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const work = begin(file, context);
  if (!command.agreed) {
    if (file.move !== null && file.move.state !== 'DECLINED') work.add({ type: 'move.declined' });
    return done(work);
  }
  const fault = moveFault(file, context.now);
  if (fault !== null) return fault;
  if (file.move?.state !== 'AGREED') work.add({ type: 'move.agreed', version: command.version });
  return done(work);
};

/** What an event says of trading, or null. */
const signOf = (event: BehaviourEvent): MerchantSign | null => {
  if (event.kind === 'SALES_UPDATE' && event.salesFen > 0n) return 'SALES';
  return event.kind === 'TAX_UPDATE' && event.declaredSalesFen > 0n ? 'TAX' : null;
};

/** Takings or tax returns flow in for a consumer line: its owner is asked once whether a business line suits them better. */
export const invite = (work: Work, events: readonly BehaviourEvent[], context: Context): void => {
  let sign: MerchantSign | null = null;
  for (const event of events) sign ??= signOf(event);
  if (sign === null || !mayBeInvited(work.file, context.now)) return;
  const machine = asMachine(context, 'move');
  const notice = plainNotice(
    'INVITATION',
    'move',
    { zh: '您可以转为经营额度', en: 'You can move to a business line' },
    [
      {
        zh: `我们收到了您的${sign === 'TAX' ? '纳税申报' : '经营流水'}。做生意用经营额度更合适，转不转由您决定。`,
        en: `We received your ${sign === 'TAX' ? 'tax returns' : 'takings'}. A business line suits trade better; whether to move is up to you.`,
      },
      {
        zh: '不转没有任何影响。转了以后，已借款仍按原来的约定还。',
        en: 'Not moving changes nothing. If you move, loans already drawn keep their terms.',
      },
    ],
    machine,
    { noFault: true },
  );
  work.add({ type: 'notice.issued', notice }, { type: 'move.invited', sign, noticeId: notice.id });
};
