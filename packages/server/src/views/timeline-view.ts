import {
  type BorrowerFile,
  type Fact,
  type FactBody,
  instantText,
  KIND_TITLES,
  LOAN_CHANGE_TITLES,
  type LocalText,
  money,
} from '@clearline/line';
import type { TimelineItem } from '../contract/borrower.ts';
import { RESTRICTION_NAMES } from './restriction-names.ts';
import type { ViewOf } from './view-of.ts';

type Teller<Type extends FactBody['type']> = (
  body: Extract<FactBody, { type: Type }>,
  file: BorrowerFile,
) => LocalText | null;
type Tellers = { readonly [Type in FactBody['type']]: Teller<Type> | null };

const say = (zh: string, en: string) => (): LocalText => ({ zh, en });
const among =
  (words: typeof RESTRICTION_NAMES) =>
  (restrictionId: string, file: BorrowerFile): LocalText => {
    const restriction = file.restrictions[restrictionId];
    return restriction === undefined ? { zh: '限制', en: 'restriction' } : words[restriction.kind];
  };
const nameOf = among(RESTRICTION_NAMES);
const titleOf = among(KIND_TITLES);
const endings = {
  expired: { zh: '到期自动恢复', en: 'ended by itself' },
  lifted: { zh: '已解除', en: 'lifted' },
  reversed: { zh: '已撤销', en: 'reversed' },
  final: { zh: '已完成', en: 'completed' },
} as const;
const outcomes = {
  overturned: { zh: '申诉成立，原决定已撤销', en: 'Appeal upheld; the decision is overturned' },
  partly: { zh: '申诉部分成立', en: 'Appeal upheld in part' },
  upheld: { zh: '复核后维持原决定', en: 'The decision stands after review' },
  withdrawn: { zh: '申诉已撤回', en: 'Appeal withdrawn' },
  out_of_scope: { zh: '申诉不在受理范围', en: 'Appeal out of scope' },
} as const;
const checkParts = {
  INVESTIGATION: { zh: '记录客户调查', en: 'Recorded what is known of the business' },
  STATEMENTS: { zh: '记录财务报表', en: 'Recorded the statements of the business' },
  SECURITY: { zh: '记录担保与抵押', en: 'Recorded guarantees and collateral' },
} as const;
const limitMoves = {
  OPENED: { zh: '额度开通', en: 'Line opened' },
  RAISED: { zh: '额度上调', en: 'Limit raised' },
  REDUCED: { zh: '额度下调', en: 'Limit reduced' },
  RESTORED: { zh: '额度恢复', en: 'Limit restored' },
  TEMPORARY_RAISED: { zh: '临时提高额度', en: 'Temporary raise' },
  TEMPORARY_ENDED: { zh: '临时额度到期', en: 'Temporary limit ended' },
  BORROWER_LOWERED: { zh: '您调低了额度', en: 'You lowered the limit' },
  BORROWER_LIFTED: { zh: '您恢复了额度', en: 'You took your own lower limit back' },
  CLOSED: { zh: '额度关闭', en: 'Line closed' },
} as const;

/** How each kind of fact is told to the borrower; `null` facts are inner workings that other facts already tell. */
const tellers: Tellers = {
  'borrower.registered': say('注册', 'Registered'),
  'identity.verified': say('身份核验通过', 'Identity verified'),
  'phone.change_proposed': ({ maskedPhone }) => ({
    zh: `申请将登录手机号更换为${maskedPhone}，等待另一位工作人员同意`,
    en: `A move to phone ${maskedPhone} was proposed and waits for a second person`,
  }),
  'phone.change_rejected': () => ({ zh: '未同意更换登录手机号', en: 'The move to another phone was turned down' }),
  'phone.changed': ({ maskedPhone }) => ({
    zh: `登录手机号更换为 ${maskedPhone}`,
    en: `Phone changed to ${maskedPhone}`,
  }),
  'consent.given': say('同意了一项授权', 'Gave a consent'),
  'consent.withdrawn': say('撤回了一项授权', 'Withdrew a consent'),
  'file.read': say('工作人员查看了您的资料', 'A member of staff read your file'),
  'application.submitted': say('提交申请', 'Applied'),
  'application.declined': say('申请未通过', 'Application declined'),
  'application.referred': say('申请转人工评估', 'Application passed to a person'),
  'check.recorded': ({ part }) => checkParts[part.kind],
  'check.file_added': say('读入一份流水', 'A statement of an account was read'),
  'check.file_dropped': say('移除一份流水', 'A statement of an account was taken away'),
  'credit.proposed': say(
    '工作人员提出授信建议，等待另一人同意',
    'A decision was proposed and waits for a second person',
  ),
  'credit.agreed': null,
  'credit.returned': say('授信建议退回重新核查', 'The proposal was sent back to be looked at again'),
  'offer.made': (body) => {
    const limit = money(body.limitFen);
    return { zh: `获得额度方案 ${limit.zh}`, en: `Offer of ${limit.en}` };
  },
  'offer.accepted': say('阅读并确认综合融资成本明示表', 'Read and confirmed the cost sheet'),
  'line.opened': null,
  'move.invited': say('我们问您是否转为经营额度', 'We asked whether you want to move to a business line'),
  'move.agreed': say('您同意申请转为经营额度', 'You agreed to apply for a business line'),
  'move.declined': say('您选择不转为经营额度', 'You chose not to move to a business line'),
  'limit.changed': ({ change }) => {
    const [from, to] = [money(change.fromFen), money(change.toFen)];
    const move = limitMoves[change.kind];
    return { zh: `${move.zh}：${from.zh} → ${to.zh}`, en: `${move.en}: ${from.en} → ${to.en}` };
  },
  'review.completed': say('完成定期评估', 'Scheduled review completed'),
  'line.paused': say('您暂停了额度', 'You paused the line'),
  'line.resumed': say('您恢复了额度', 'You resumed the line'),
  'security.look_opened': say(
    '担保估值已过期，等待重新估值，不影响额度',
    'Security waits to be valued again; your limit stays',
  ),
  'security.revalued': say('记录了新的担保估值', 'A new valuation of the security was recorded'),
  'temporary_limit.asked': say('您申请临时额度', 'You asked for a temporary limit'),
  'temporary_limit.declined': say('临时额度未通过', 'Temporary limit turned down'),
  'temporary_limit.granted': null,
  'temporary_limit.end_told': say('通知临时额度即将到期', 'Told that the temporary limit is about to end'),
  'temporary_limit.ended': null,
  'line.kept': say('您选择保留额度', 'You kept the line'),
  'line.closed': null,
  'draw.requested': null,
  'draw.paid': (body) => {
    const amount = money(body.terms.principalFen);
    return { zh: `借款到账 ${amount.zh}`, en: `Draw paid out: ${amount.en}` };
  },
  'draw.failed': (body) => ({ zh: `借款未成功：${body.failure.zh}`, en: `Draw failed: ${body.failure.en}` }),
  'repayment.requested': null,
  'repayment.received': (body) => {
    const amount = money(body.applied.reduce((sum, { part }) => sum + part.amountFen, 0n));
    return { zh: `还款成功 ${amount.zh}`, en: `Repaid ${amount.en}` };
  },
  'repayment.failed': (body) => ({ zh: `还款未成功：${body.failure.zh}`, en: `Repayment failed: ${body.failure.en}` }),
  'repayment.recorded': (body) => {
    const amount = money(body.applied.reduce((sum, { part }) => sum + part.amountFen, 0n));
    return { zh: `收到转账还款 ${amount.zh}`, en: `Bank transfer received: ${amount.en}` };
  },
  'repayment.reversed': say('一笔还款被银行退回', 'The bank returned a repayment'),
  'loan.change_proposed': null,
  'loan.change_rejected': null,
  'loan.changed': ({ change }) => LOAN_CHANGE_TITLES[change.kind],
  'refund.requested': null,
  'refund.paid': say('多还的款已退回', 'What was overpaid was returned'),
  'refund.failed': (body) => ({ zh: `退款未成功：${body.failure.zh}`, en: `Refund failed: ${body.failure.en}` }),
  'statement.issued': ({ statement }) => ({
    zh: `${statement.month} 账单已生成`,
    en: `Statement of ${statement.month} issued`,
  }),
  'loan.settled': say('一笔借款已结清', 'A loan is settled'),
  'loan.aged': (body) =>
    body.daysPastDue > 0
      ? {
          zh: `一笔借款逾期${body.daysPastDue}天`,
          en: `A loan is ${body.daysPastDue === 1 ? '1 day' : `${body.daysPastDue} days`} past due`,
        }
      : { zh: '一笔借款已不再逾期', en: 'A loan is no longer past due' },
  'behaviour.observed': null,
  'rereview.opened': say('根据新收到的记录，将重新评估', 'To be looked at again, as records arrived late'),
  'data.doubted': null,
  'step_up.passed': say('通过本人验证', 'Security check passed'),
  'decision.recorded': null,
  'restriction.proposed': null,
  'restriction.approved': null,
  'restriction.rejected': null,
  'restriction.withdrawn': null,
  'restriction.announced': (body, file) => {
    const kind = nameOf(body.restrictionId, file);
    return { zh: `预先告知：${kind.zh}`, en: `Announced: ${kind.en}` };
  },
  'restriction.effective': (body, file) => titleOf(body.restrictionId, file),
  'restriction.renewed': (body, file) => {
    const kind = nameOf(body.restrictionId, file);
    return { zh: `由工作人员延长：${kind.zh}`, en: `Renewed by a person: ${kind.en}` };
  },
  'restriction.ended': (body, file) => {
    const [kind, ending] = [nameOf(body.restrictionId, file), endings[body.state]];
    return { zh: `${kind.zh}：${ending.zh}`, en: `${kind.en}: ${ending.en}` };
  },
  'notice.issued': ({ notice }) => ({ zh: `收到通知：${notice.title.zh}`, en: `Notice: ${notice.title.en}` }),
  'notice.read': null,
  'appeal.submitted': say('提交申诉', 'Appeal submitted'),
  'appeal.moved': (body) => {
    if (body.to === 'in_review') return { zh: '申诉进入人工复核', en: 'Appeal under review by a person' };
    return body.to === 'info_requested' ? { zh: '申诉需要补充材料', en: 'Appeal needs something more' } : null;
  },
  'appeal.evidence_added': ({ evidence }) => ({
    zh: `提交材料：${evidence.fileName}`,
    en: `Evidence: ${evidence.fileName}`,
  }),
  'appeal.outcome_proposed': null,
  'appeal.decided': (body) => outcomes[body.outcome],
  'remedy.applied': ({ suppressedUntil }) => {
    const until = suppressedUntil === undefined ? null : instantText(suppressedUntil);
    return {
      zh: `误判已纠正，额度恢复${until === null ? '' : `；这项标准在${until.zh}之前不再用于您`}`,
      en: `The mistake is repaired and the line restored${until === null ? '' : `; this line of ours does not count for you before ${until.en}`}`,
    };
  },
  'suppression.ended': say('一项标准重新适用于您', 'A line of ours counts for you again'),
  'roll_back.applied': say('我们更正了一项判断', 'We corrected a judgement of ours'),
  'roll_back.looked_at': ({ kept }) =>
    kept
      ? {
          zh: '另一位工作人员复核了一项人工决定，予以维持',
          en: 'Another member of staff looked at a decision again and kept it',
        }
      : { zh: '另一位工作人员撤销了一项人工决定', en: 'Another member of staff took a decision back' },
  'rule.contested': null,
};

/** What staff read besides: what became of proposals that the borrower was never told of. */
const staffTellers: Partial<Tellers> = {
  'restriction.rejected': (body, file) => {
    const kind = nameOf(body.restrictionId, file);
    return { zh: `提议未获批准：${kind.zh}`, en: `Proposal turned down: ${kind.en}` };
  },
  'restriction.withdrawn': (body, file) => {
    const kind = nameOf(body.restrictionId, file);
    return {
      zh: `原因已不成立，系统的提议已撤回：${kind.zh}`,
      en: `The machine’s proposal was withdrawn, as its reasons are gone: ${kind.en}`,
    };
  },
};

const idsOf = (body: FactBody) => ({
  noticeId: body.type === 'notice.issued' ? body.notice.id : 'noticeId' in body ? body.noticeId : null,
  appealId: 'appealId' in body ? body.appealId : null,
});

/** What happened, newest first, as the borrower would tell it; staff read besides what came of proposals. */
export function timelineView(
  facts: readonly Fact[],
  file: BorrowerFile,
  reader: 'BORROWER' | 'STAFF' = 'BORROWER',
): ViewOf<typeof TimelineItem>[] {
  const told: Tellers = reader === 'STAFF' ? { ...tellers, ...staffTellers } : tellers;
  return facts
    .flatMap(({ body, occurredAt }) => {
      const text = (told[body.type] as Teller<FactBody['type']> | null)?.(body, file) ?? null;
      return text === null ? [] : [{ at: occurredAt, kind: body.type, text, ...idsOf(body) }];
    })
    .toReversed();
}
