import type { CounterfactualRecord, DecisionRecord, ReasonRecord } from '../decision-record.ts';
import type { RecourseFound } from '../decision/recourse/search.ts';
import { INCOME, type StepKind } from '../decision/recourse/steps.ts';
import type { NoticeCounterfactual, NoticeReason } from '../notice.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { dateOf } from '../time.ts';
import type { Instant, LocalText } from '../vocabulary.ts';
import { STEP_WORDS } from './words.ts';
import { dateText, fill, instantText, same, valueTexts } from './format.ts';

/** Turns reasons as data into words, from the policy’s own catalogue. */
export const reasonText = (reason: ReasonRecord, policies: PolicySet): NoticeReason => {
  const text = policies.reasons[reason.code];
  const declaration = policies.inputs[reason.input];
  if (text === undefined || declaration === undefined)
    throw new Error(
      `reason ${reason.code} about ${reason.input} is not in the catalogue of policy ${policies.version}`,
    );
  const [value, line] = valueTexts(reason.value, reason.threshold.value, declaration.unit);
  const places = {
    // Hours that have passed are whole ones: of what took place just now, none has.
    value: declaration.unit === 'hours' && reason.value === 0 ? JUST_NOW : value,
    line,
    date: reason.observedAt === null ? DATE_UNKNOWN : instantText(reason.observedAt),
  };
  return {
    code: reason.code,
    ruleId: reason.ruleId,
    title: text.title,
    whatWeSaw: fill(text.whatWeSaw, places),
    observedAt: reason.observedAt,
    source: policies.sources[reason.source] ?? same(reason.source),
    ourLine: fill(text.ourLine, places),
    whatChangesIt: whatChangesIt(reason, fill(wordsOf(reason) ?? text.whatChangesIt, places)),
    cure: { kind: reason.cure, earliestDate: reason.earliestDate },
    changeable: reason.changeable,
  };
};

const JUST_NOW: LocalText = { zh: '不到1小时', en: 'less than an hour' };
/** N125: what is not known is said. */
const DATE_UNKNOWN: LocalText = { zh: '日期不详', en: 'date not known' };

/** Its text says that it has no effect, which is untrue where a person decided on it, alone or beside other reasons. */
const wordsOf = ({ judgedByPerson, supports, cure }: ReasonRecord): LocalText | null =>
  supports === true ? SUPPORTS : judgedByPerson === true && cure === 'NONE' ? BACK_WITHIN : null;
const SUPPORTS: LocalText = {
  zh: '这一项只是补充：单独不会带来限制。其他原因消失后，限制不会因它保留。',
  en: 'This only adds to the other reasons: alone it restricts nothing. Once they are gone, it keeps nothing in force.',
};
const BACK_WITHIN: LocalText = {
  zh: '由工作人员据此决定；该数值回到关注线以内后，不再成立。',
  en: 'A member of staff decided on it; it no longer holds once the value is back within the line for attention.',
};

const whatChangesIt = (reason: ReasonRecord, text: LocalText): LocalText => {
  if (reason.heldBackUntil !== undefined) return heldBackText(reason.heldBackUntil, text);
  if (reason.earliestDate === null) return text;
  const date = dateText(reason.earliestDate);
  return {
    zh: `${text.zh}其他情况不变的话，最早${date.zh}不再成立。`,
    en: `${text.en} If nothing new happens, it no longer holds from ${date.en}.`,
  };
};

/** What the borrower is not asked to mend: the same kind of action ended lately, and none follows before this day (N80). */
const heldBackText = (until: Instant, text: LocalText): LocalText => {
  const date = dateText(dateOf(until));
  return {
    zh: `上一次同类限制刚结束，${date.zh}之前不再因此限制。${text.zh}`,
    en: `A restriction of this kind has just ended; none follows for this before ${date.en}. ${text.en}`,
  };
};

export const counterfactualText = (record: CounterfactualRecord, policies: PolicySet): NoticeCounterfactual => {
  const changes = record.changes.map((change) => {
    const declaration = policies.inputs[change.input];
    if (!declaration)
      throw new Error(`counterfactual about ${change.input}, which policy ${policies.version} does not declare`);
    const [from, to] = valueTexts(change.from, change.to, declaration.unit);
    return { input: change.input, label: declaration.label, from, to };
  });
  return {
    changes,
    text: record.steps === undefined ? plainChangeText(changes) : stepsText(record.steps, changes, record),
    verified: true,
    byDate: record.byDate,
  };
};

type Change = NoticeCounterfactual['changes'][number];

/** How records of behaviour version 1 read: values alone. */
const plainChangeText = (changes: readonly Change[]): LocalText => ({
  zh: `如果${changes.map((change) => `${change.label.zh}由${change.from.zh}变为${change.to.zh}`).join('，并且')}，结果会不同。`,
  en: `Had ${changes.map((change) => `${change.label.en} been ${change.to.en} rather than ${change.from.en}`).join(', and ')}, the outcome would differ.`,
});

/** What to do, then what each value becomes, then whether anything asks less. */
const stepsText = (steps: readonly StepKind[], changes: readonly Change[], record: CounterfactualRecord): LocalText => {
  const by = record.byDate === null ? same('') : dateText(record.byDate);
  const said = steps.map((step) => fill(STEP_WORDS[step], { date: by }));
  // The income to document comes first: the ratios over it only follow.
  const inOrder = changes.toSorted((one, other) => Number(other.input === INCOME) - Number(one.input === INCOME));
  const values = inOrder.map(({ label, from, to }) => ({
    zh: `${label.zh}由${from.zh}变为${to.zh}`,
    en: `${label.en}: from ${from.en} to ${to.en}`,
  }));
  const bracket = (zh: string, en: string): LocalText =>
    values.length === 0 ? same('') : { zh: `（${zh}）`, en: ` (${en})` };
  const inWords = bracket(values.map(({ zh }) => zh).join('，'), values.map(({ en }) => en).join('; '));
  const unsure =
    record.least === false
      ? { zh: '也许还有更容易的办法，我们没有查完。', en: ' There may be an easier way: not all were looked through.' }
      : same('');
  return {
    zh: `${said.map(({ zh }) => zh).join('，并且')}${inWords.zh}，结果就会不同。${unsure.zh}`,
    en: `${capital(said.map(({ en }) => en).join(', and '))}${inWords.en}: the outcome would differ.${unsure.en}`,
  };
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Said when no change is printed: proven, not looked through to the end, people’s own judgement, the lender’s own business, or never asked (records of old). */
const NO_CHANGE: Readonly<Record<RecourseFound | 'PEOPLE' | 'STRATEGY' | 'NOT_ASKED', LocalText>> = {
  FOUND: same(''),
  NONE: {
    zh: '我们查了您能做的每一种改变，目前没有一种会带来不同结果。您可以申诉，由人工复核。',
    en: 'We looked through everything you could change: nothing would alter the outcome now. You can contest it before a person.',
  },
  NOT_PROVEN: {
    zh: '我们没有找到会带来不同结果的改变，但没有查完所有可能。您可以申诉，由人工复核。',
    en: 'We found no change that would alter the outcome, but did not look through all. You can contest it before a person.',
  },
  PEOPLE: {
    zh: '这由工作人员判断决定，不是系统算出的，所以没有可以试算的改变。您可以申诉，由另一位工作人员复核。',
    en: 'People judged this, and no system worked it out, so there were no changes to try. You can contest it before another person.',
  },
  STRATEGY: {
    zh: '这是我们的业务调整，与您做什么无关，所以没有可以试算的改变。您可以申诉，由人工复核。',
    en: 'This is a change of our business and not about what you do, so there were no changes to try. You can contest it before a person.',
  },
  NOT_ASKED: {
    zh: '做这次决定时没有试算您的改变。您可以申诉，由人工复核。',
    en: 'Changes of yours were not tried when this was decided. You can contest it before a person.',
  },
};

/** Said when no change of the borrower’s flips the decision, or none was looked for; it answers the heading that asks (N187). */
export const noCounterfactualText = ({
  timeAloneOn,
  recourse,
  actor,
  causeFamily,
}: Pick<DecisionRecord, 'timeAloneOn' | 'recourse' | 'actor' | 'causeFamily'>): LocalText => {
  if (timeAloneOn === null) {
    const unasked = causeFamily === 'STRATEGY' ? 'STRATEGY' : actor.kind === 'staff' ? 'PEOPLE' : 'NOT_ASKED';
    return NO_CHANGE[recourse ?? unasked];
  }
  const date = dateText(timeAloneOn);
  return {
    zh: `不需要您做什么：随时间推移，最早${date.zh}结果会不同。`,
    en: `Nothing is needed from you: by time alone the outcome changes from ${date.en}.`,
  };
};
