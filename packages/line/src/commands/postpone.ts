import type { Context } from '../context.ts';
import { plainNotice } from '../notices/build.ts';
import { instantText } from '../notices/format.ts';
import { KIND_TITLES } from '../notices/words.ts';
import type { Restriction } from '../restriction.ts';
import { plusDays } from '../time.ts';
import { end, readableFrom } from './restrict.ts';
import type { Work } from './work.ts';

/** So long after the day first announced an action may wait for sound data; then it is given up. */
const WAITS_DAYS_MAX = 30;
/** Why it ended then, as its fact says. */
export const GIVEN_UP = 'its data stayed out of date or in doubt';

/**
 * Holds an announced action whose day has come while the data it rests on is out of date or in doubt (G5): the borrower is
 * told the new day, as far ahead as the first one, and what has waited a month is not carried out at all.
 */
export const postpone = (work: Work, restriction: Restriction, noticeId: string, context: Context): void => {
  const first = work.file.notices[noticeId]?.effectiveAt ?? context.now;
  const effectiveAt = plusDays(readableFrom(context), context.lender.noticeDays);
  if (effectiveAt > plusDays(first, WAITS_DAYS_MAX)) {
    end(work, restriction.id, 'lifted', GIVEN_UP, context);
    return;
  }
  const kind = KIND_TITLES[restriction.kind];
  const from = instantText(effectiveAt);
  work.add(
    {
      type: 'notice.issued',
      notice: plainNotice(
        'PRE_NOTICE',
        `postponed:${restriction.id}`,
        { zh: '已通知的调整推迟', en: 'The announced change is put off' },
        [
          {
            zh: `“${kind.zh}”暂不执行：我们依据的数据已过期或有疑问。在此之前一切照旧。`,
            en: `“${kind.en}” does not happen now: the data it rests on is out of date or in doubt. Until then nothing changes.`,
          },
          {
            zh: `最早${from.zh}生效，届时只有新的数据仍然支持才会执行。`,
            en: `It takes effect on ${from.en} at the earliest, and only if sound data still calls for it.`,
          },
        ],
        context,
        { restrictionId: restriction.id, decisionId: restriction.decisionId, effectiveAt },
      ),
    },
    { type: 'restriction.announced', restrictionId: restriction.id, effectiveAt, noticeId },
  );
};
