import { instantText, limitText, type LocalText, type Notice } from '@clearline/line';

/**
 * The short text that points to a notice, which itself is read in the app. Of an adverse one it says what the borrower has to know
 * before opening it (H88): what it comes to in money, since or from when, until when at the latest, the first reason with its value, and what restores it.
 */
export const messageText = (notice: Notice): LocalText => {
  const title = notice.title;
  const effect = stopped(notice.effect[0] ?? { zh: '', en: '' });
  if (!notice.adverse)
    return {
      zh: `【明借】${title.zh}。${effect.zh}详情请打开“明借”。`,
      en: sentences(`[Clearline] ${title.en}.`, effect.en, 'See the app for more.'),
    };
  const parts = [
    effect,
    ...limitOf(notice, effect),
    ...timesOf(notice),
    ...reasonOf(notice),
    ...(notice.restore === null ? [] : [notice.restore.text]),
    // Where contesting is what restores it, that has just been said.
    notice.restore?.action === 'APPEAL' ? OPEN : OPEN_OR_CONTEST,
  ];
  return {
    zh: `【明借】${title.zh}。${parts.map(({ zh }) => zh).join('')}`,
    en: sentences(`[Clearline] ${title.en}.`, ...parts.map(({ en }) => en)),
  };
};
const OPEN: LocalText = { zh: '打开“明借”查看通知书。', en: 'Open the app for the notice.' };
const OPEN_OR_CONTEST: LocalText = {
  zh: '打开“明借”查看通知书，不同意可以申诉。',
  en: 'Open the app for the notice, or to contest it.',
};

/** From which limit to which, where the first line says something else: that a strategy is not of the borrower’s doing. */
const limitOf = ({ limitBeforeFen, limitAfterFen }: Notice, first: LocalText): readonly LocalText[] => {
  if (limitBeforeFen === null || limitAfterFen === null) return [];
  const text = limitText(limitBeforeFen, limitAfterFen);
  return text.zh === first.zh ? [] : [text];
};

/** An end that has no day is not made up, nor said twice (H149); a beginning is said only where it is still to come. */
const timesOf = ({ effectiveAt, expiresAt, issuedAt, restore }: Notice): readonly LocalText[] => {
  const from = effectiveAt !== null && effectiveAt > issuedAt ? instantText(effectiveAt) : null;
  const until = expiresAt === null ? null : instantText(expiresAt);
  return [
    ...(from === null ? [] : [{ zh: `自${from.zh}起生效。`, en: `It starts on ${from.en}.` }]),
    ...(until === null || restore?.text.zh.includes(until.zh) === true
      ? []
      : [{ zh: `最迟${until.zh}解除。`, en: `It ends by ${until.en} at the latest.` }]),
  ];
};

const reasonOf = ({ reasons: [first, ...more] }: Notice): readonly LocalText[] => {
  if (first === undefined) return [];
  const { zh, en } = first.whatWeSaw;
  return [
    { zh: `原因：${zh}`, en: `Why: ${en}` },
    ...(more.length === 0 ? [] : [{ zh: `另有${more.length}项原因。`, en: `Further reasons: ${more.length}.` }]),
  ];
};

/** What people wrote (what was wrong with a rule) may lack its full stop, and another sentence follows here. */
const stopped = ({ zh, en }: LocalText): LocalText => ({
  zh: zh === '' || /[。！？]$/.test(zh) ? zh : `${zh}。`,
  en: en === '' || /[.!?]$/.test(en) ? en : `${en}.`,
});

const sentences = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
