import type { Context } from '../context.ts';
import { roundUp } from '../decision/limit-and-price.ts';
import { plainNotice } from '../notices/build.ts';
import { money } from '../notices/format.ts';
import type { Restriction } from '../restriction.ts';
import { effectiveLimitOf, usedOf } from '../selectors.ts';
import { becomeEffective, end } from './restrict.ts';
import type { Work } from './work.ts';

/**
 * An announced action’s day has come. Until then nothing changed, and the borrower may have drawn: a strategy’s cut then leaves the
 * limit at what is drawn, and says so; where that is the whole limit there is nothing left to cut (N149, G7, G11). A reduction for a
 * cause of the borrower’s stays as announced: what is drawn above it keeps its plan, and nothing is drawn until it is repaid.
 */
export const bringIntoEffect = (work: Work, restriction: Restriction, noticeId: string, context: Context): void => {
  const { id, kind, causeFamily, limitAfterFen } = restriction;
  const least = roundUp(usedOf(work.file));
  const drawnAbove = kind === 'LIMIT_REDUCED' && limitAfterFen !== null && least > limitAfterFen;
  if (causeFamily !== 'STRATEGY' || !drawnAbove) {
    becomeEffective(work, id, noticeId, null, context);
    return;
  }
  if (least >= effectiveLimitOf(work.file, context.now)) {
    end(work, id, 'lifted', 'what is drawn leaves nothing to cut', context);
    return;
  }
  const [announced, left] = [money(limitAfterFen), money(least)];
  work.add({
    type: 'notice.issued',
    notice: plainNotice(
      'PRE_NOTICE',
      `drawn-since:${id}`,
      { zh: '额度按您已借的金额保留', en: 'The limit stays at what you have drawn' },
      [
        {
          zh: `总额度从今天起为${left.zh}，不是此前通知的${announced.zh}：通知后您又借了款，额度不会低于已借未还的金额。`,
          en: `The limit is ${left.en} from today, not ${announced.en} as announced: you have drawn since, and it does not go below what you owe.`,
        },
        {
          zh: '已借款的利率、期限和还款计划不变，不需要提前还。',
          en: 'Rate, term and plan of your loans stay; nothing falls due sooner.',
        },
      ],
      context,
      { restrictionId: id, decisionId: restriction.decisionId, limitAfterFen: least, noFault: true },
    ),
  });
  becomeEffective(work, id, noticeId, null, context, least);
};
