import type { CounterfactualRecord, ReasonRecord } from '../decision-record.ts';
import type { NoticeCounterfactual, NoticeReason } from '../notice.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { dateOf } from '../time.ts';
import type { Instant, IsoDate, LocalText } from '../vocabulary.ts';
import { dateText, fill, instantText, same, valueText } from './format.ts';

/** Turns reasons as data into words, from the policy’s own catalogue. */
export const reasonText = (reason: ReasonRecord, policies: PolicySet): NoticeReason => {
  const text = policies.reasons[reason.code];
  const declaration = policies.inputs[reason.input];
  if (text === undefined || declaration === undefined)
    throw new Error(
      `reason ${reason.code} about ${reason.input} is not in the catalogue of policy ${policies.version}`,
    );
  const places = {
    value: valueText(reason.value, declaration.unit),
    line: valueText(reason.threshold.value, declaration.unit),
    date: reason.observedAt === null ? same('—') : instantText(reason.observedAt),
    earliest: reason.earliestDate === null ? same('—') : dateText(reason.earliestDate),
  };
  return {
    code: reason.code,
    ruleId: reason.ruleId,
    title: text.title,
    whatWeSaw: fill(text.whatWeSaw, places),
    observedAt: reason.observedAt,
    source: policies.sources[reason.source] ?? same(reason.source),
    ourLine: fill(text.ourLine, places),
    whatChangesIt: whatChangesIt(reason, fill(text.whatChangesIt, places)),
    cure: { kind: reason.cure, earliestDate: reason.earliestDate },
    changeable: reason.changeable,
  };
};

const whatChangesIt = (reason: ReasonRecord, text: LocalText): LocalText => {
  if (reason.heldBackUntil !== undefined) return heldBackText(reason.heldBackUntil, text);
  if (reason.earliestDate === null) return text;
  const date = dateText(reason.earliestDate);
  return {
    zh: `${text.zh}随时间推移，最早${date.zh}不再成立。`,
    en: `${text.en} By time alone it no longer holds from ${date.en}.`,
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
    return {
      input: change.input,
      label: declaration.label,
      from: valueText(change.from, declaration.unit),
      to: valueText(change.to, declaration.unit),
    };
  });
  return {
    changes,
    text: {
      zh: `如果${changes.map((change) => `${change.label.zh}由${change.from.zh}变为${change.to.zh}`).join('，并且')}，结果会不同。`,
      en: `Had ${changes.map((change) => `${change.label.en} been ${change.to.en} rather than ${change.from.en}`).join(', and ')}, the outcome would differ.`,
    },
    verified: true,
    byDate: record.byDate,
  };
};

/** Said when nothing the borrower can do flips the decision. */
export const noCounterfactualText = (timeAloneOn: IsoDate | null): LocalText => {
  if (timeAloneOn === null)
    return {
      zh: '目前没有您能直接做到的改变会带来不同结果；您可以申诉，由人工复核。',
      en: 'Nothing you can change yourself would alter the outcome now; you can contest it before a person.',
    };
  const date = dateText(timeAloneOn);
  return {
    zh: `不需要您做什么：随时间推移，最早${date.zh}结果会不同。`,
    en: `Nothing is needed from you: by time alone the outcome changes from ${date.en}.`,
  };
};
