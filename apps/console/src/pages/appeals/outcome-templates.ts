import type { AppealOutcome, LocalText } from '@clearline/client';

/** A beginning for the reason text of each outcome; the reviewer makes it specific before it is proposed. */
export const outcomeTemplates: Readonly<Record<AppealOutcome, LocalText>> = {
  overturned: {
    zh: '经人工复核，您提供的材料显示原决定所依据的情况并不成立。我们撤销原决定，并立即恢复您的额度。给您带来不便，我们致歉。',
    en: 'On review by a person, your evidence shows that what the original decision relied on does not hold. We reverse the decision and restore your line at once. We apologise for the trouble.',
  },
  partly: {
    zh: '经人工复核，您提供的材料说明部分原因不成立，我们已恢复相应部分；其余原因仍成立，依据见上。',
    en: 'On review by a person, your evidence shows that part of the reasons does not hold, and we restore that part; the remaining reasons stand, for the facts given above.',
  },
  upheld: {
    zh: '经人工复核，原决定所依据的事实仍然成立，我们维持原决定。情况变化后您可以再次提出，也可以选择通知书所列的外部途径。',
    en: 'On review by a person, the facts that the original decision relied on still hold, and we uphold it. You may come back when things change, or use the outside routes that the notice lists.',
  },
  withdrawn: {
    zh: '您已撤回申诉，本案结束。您仍可在期限内再次提出。',
    en: 'You withdrew the appeal and the case is closed. You may file again within the period.',
  },
  out_of_scope: {
    zh: '您提出的事项不属于本程序的受理范围。可以处理的途径已在通知书中列出。',
    en: 'What you raise is outside this procedure. The notice lists the routes that can deal with it.',
  },
};
