import type { LocalText } from './vocabulary.ts';

/** An expected “no”: what was wrong, which value, where, and what to do, in both languages. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly field: string | null;
  readonly value: string | null;
  readonly message: LocalText;
}
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Every refusal of the domain with its words; `{value}` and named places are filled from the case. */
export const REFUSALS = {
  already_registered: { zh: '该账户已注册。', en: 'This account is registered already.' },
  not_registered: { zh: '账户尚未注册。', en: 'This account is not registered.' },
  identity_already_verified: { zh: '身份已核验，无需重复提交。', en: 'Identity is verified already.' },
  identity_needed: { zh: '请先完成身份核验。', en: 'Verify your identity first.' },
  consent_needed: { zh: '请先同意：{value}。', en: 'This consent is needed first: {value}.' },
  consent_unknown: { zh: '没有名为“{value}”的授权。', en: 'There is no consent named “{value}”.' },
  consent_in_use: {
    zh: '还有未结清的借款，结清前不能撤回这项授权。',
    en: 'This consent cannot be withdrawn while a loan is open.',
  },
  line_exists: { zh: '您已有额度，无需再次申请。', en: 'You have a line already.' },
  reapply_later: { zh: '请在{value}之后再申请。', en: 'You can apply again from {value}.' },
  application_under_way: { zh: '申请正在处理中。', en: 'An application is under way.' },
  no_offer: { zh: '没有可接受的额度方案。', en: 'There is no offer to accept.' },
  offer_expired: {
    zh: '额度方案已于{value}过期，请重新申请。',
    en: 'The offer expired on {value}; please apply again.',
  },
  cost_sheet_changed: {
    zh: '综合融资成本明示表已更新，请重新阅读。',
    en: 'The cost sheet has changed; please read it again.',
  },
  cost_sheet_not_read: {
    zh: '请完整阅读综合融资成本明示表（至少{value}秒并滚动到末尾）。',
    en: 'Read the cost sheet to its end (at least {value} seconds).',
  },
  no_line: { zh: '您还没有额度。', en: 'You have no line yet.' },
  line_closed: { zh: '额度已关闭。', en: 'The line is closed.' },
  line_paused: { zh: '您已暂停使用额度，恢复后即可借款。', en: 'You paused the line; resume it to borrow.' },
  line_not_paused: { zh: '额度未处于暂停状态。', en: 'The line is not paused.' },
  draws_restricted: {
    zh: '目前不能新借款，原因和恢复办法见通知。已借款照常还。',
    en: 'New draws are not possible now; the notice says why and what restores them. Repayment goes on as usual.',
  },
  step_up_needed: {
    zh: '为保护账户安全，请先验证本人。',
    en: 'To protect your account, please pass the security check first.',
  },
  no_step_up_pending: { zh: '目前没有需要验证的事项。', en: 'There is nothing to verify now.' },
  amount_below_minimum: { zh: '金额低于最低{value}元。', en: 'The amount is below the minimum of {value} CNY.' },
  amount_above_maximum: {
    zh: '金额超过单笔限额{value}元。',
    en: 'The amount is above the single-draw cap of {value} CNY.',
  },
  amount_above_cap: {
    zh: '目前单笔最多借{value}元，{words}起自动恢复。原因和申诉办法见通知。',
    en: 'For now one draw may be CNY {value} at most; the cap ends by itself on {words}. The notice says why, and how to contest it.',
  },
  amount_not_in_step: { zh: '金额须为{value}元的整数倍。', en: 'The amount must be a multiple of {value} CNY.' },
  limit_exceeded: { zh: '超过可用额度{value}元。', en: 'The amount is above your available limit of {value} CNY.' },
  tenor_not_offered: { zh: '没有{value}个月的期限。', en: 'A tenor of {value} months is not offered.' },
  method_not_offered: { zh: '不支持这种还款方式：{value}。', en: 'This repayment method is not offered: {value}.' },
  too_many_loans: { zh: '同时未结清的借款不能超过{value}笔。', en: 'No more than {value} loans can be open at once.' },
  draw_sent_again: {
    zh: '{value}秒内刚提交过一笔金额和用途相同的借款。为免重复借款，这一笔没有受理；确实要再借一笔，请稍等再提交。',
    en: 'A draw of this amount and purpose was sent within the last {value} seconds. So that nothing is borrowed twice, this one was not taken; if you do want another, send it again in a moment.',
  },
  plan_changed: { zh: '还款计划已更新，请重新确认。', en: 'The repayment plan has changed; please confirm it again.' },
  payment_unknown: { zh: '没有编号为{value}的支付。', en: 'There is no payment {value}.' },
  payment_answered_otherwise: {
    zh: '支付{value}已有不同的结果。',
    en: 'Payment {value} has been answered otherwise already.',
  },
  loan_unknown: { zh: '没有编号为{value}的借款。', en: 'There is no loan {value}.' },
  loan_not_open: { zh: '借款{value}没有待还金额。', en: 'Loan {value} has nothing to repay.' },
  nothing_due: { zh: '目前没有到期应还的金额；可选择提前还款。', en: 'Nothing is due now; you can repay early.' },
  repayment_pending: { zh: '有一笔还款正在处理，请稍候。', en: 'A repayment is being processed; please wait.' },
  amount_not_positive: { zh: '金额须大于0。', en: 'The amount must be above zero.' },
  overpayment: { zh: '金额超过待还总额{value}元。', en: 'The amount is above the {value} CNY that is owed.' },
  date_invalid: { zh: '日期“{value}”不存在，请按“年-月-日”填写。', en: '“{value}” is no date; write year-month-day.' },
  date_in_future: { zh: '日期不能晚于{value}。', en: 'The date cannot be later than {value}.' },
  date_before_loan: { zh: '日期{value}早于借款开始的日子。', en: '{value} lies before the loan began.' },
  more_than_owed: { zh: '{value}元超过所欠的金额。', en: 'CNY {value} is more than is owed.' },
  loan_closed: {
    zh: '借款在这一天已结清或核销，不能这样变更。',
    en: 'On that day the loan was settled or written off; it cannot be changed so.',
  },
  already_reversed: { zh: '这一笔已经冲销。', en: 'This was reversed already.' },
  loan_event_unknown: { zh: '这笔借款没有编号为{value}的记录。', en: 'The loan has no record {value}.' },
  loan_terms_impossible: { zh: '这样的条件不成立：“{value}”。', en: 'Terms with “{value}” are not possible.' },
  payment_not_reversible: {
    zh: '支付{value}不是已成功的还款，不能退回。',
    en: 'Payment {value} is not a repayment that succeeded; it cannot be reversed.',
  },
  reference_needed: { zh: '请填写银行流水号。', en: 'Give the bank’s reference.' },
  reference_used: { zh: '流水号{value}已经入账。', en: 'The reference {value} was entered already.' },
  rate_not_lower: {
    zh: '已借的款只能降低利率，不能提高（G7）。',
    en: 'The rate of a loan already drawn can only go down (G7).',
  },
  cost_not_agreed: {
    zh: '正常还款的借款不能加收费用（G7）；只有逾期后实际发生的费用可以入账。',
    en: 'No cost may be added to a loan that is paid as agreed (G7); only one that a default made.',
  },
  still_performing: {
    zh: '借款逾期不足{value}天，不能停息或核销。',
    en: 'The loan is less than {value} days past due; it cannot be charged off or written off.',
  },
  loan_change_unknown: { zh: '没有编号为{value}的变更申请。', en: 'There is no proposed change {value}.' },
  loan_change_done: { zh: '这项变更申请已经处理。', en: 'This proposed change was decided already.' },
  loan_change_waiting: {
    zh: '这笔借款有一项变更在等待复核，请先处理。',
    en: 'A change of this loan waits for a second person; decide it first.',
  },
  nothing_to_refund: { zh: '没有应退的款项。', en: 'Nothing is owed back.' },
  month_not_over: { zh: '{value}还没有结束。', en: 'The month {value} is not over.' },
  above_legal_cap: {
    zh: '综合融资成本超过法定上限：{value}{words}。',
    en: 'The all-in annual cost is above the legal cap: {value}{words}.',
  },
  bullet_too_long: {
    zh: '到期一次性还本的消费借款不能超过{value}个月。',
    en: 'A consumer loan repaid at once at its end may run {value} months at most.',
  },
  lending_refused: {
    zh: '这样的借款条件不成立，请检查金额、期限和还款方式。',
    en: 'A loan on these terms is not possible; check amount, tenor and method.',
  },
  limit_not_lower: { zh: '新额度须低于目前的{value}元。', en: 'The new limit must be below the present {value} CNY.' },
  no_own_limit: { zh: '您没有自己调低过额度。', en: 'You have not lowered the limit yourself.' },
  limit_below_used: {
    zh: '新额度不能低于已用的{value}元。',
    en: 'The new limit cannot be below the {value} CNY in use.',
  },
  loans_open: { zh: '请先结清全部借款，再关闭额度。', en: 'Settle all loans before closing the line.' },
  nothing_to_keep: { zh: '没有待确认保留的额度调整。', en: 'There is no announced change to keep the line from.' },
  roll_back_of_nothing: {
    zh: '请指明要回滚的规则，或一个已不再使用的策略版本或评分卡版本；“{value}”不是。',
    en: 'Name the rules to roll back, or a version of the policy or a scorecard that is no longer in force; “{value}” is not one.',
  },
  restriction_unknown: { zh: '没有编号为{value}的限制。', en: 'There is no restriction {value}.' },
  restriction_state: {
    zh: '这项限制目前的状态不允许这样处理。',
    en: 'The restriction is not in a state for this.',
  },
  staff_only: { zh: '只有工作人员可以这样做。', en: 'Only staff can do this.' },
  machine_may_not: {
    zh: '系统不能单独对信用良好的客户这样做（G3）。',
    en: 'The machine alone may not do this to a borrower in good standing (G3).',
  },
  same_person: { zh: '需由另一位工作人员批准（四眼原则）。', en: 'Another person must approve this (four eyes).' },
  decider_reviews: {
    zh: '作出原决定的人不能复核这份申诉（G8）。',
    en: 'Whoever decided may not review this appeal (G8).',
  },
  second_approver_needed: {
    zh: '延长或接连设置累计超过30日，须第二位审批人处理（G4）。',
    en: 'Renewals, or one hold after another, beyond 30 days need a second approver (G4).',
  },
  nothing_to_look_at: {
    zh: '这项决定不再等待复核：已处理，或已不再生效。',
    en: 'This decision no longer waits to be looked at: it was, or it does not stand any more.',
  },
  own_decision_reviewed: {
    zh: '作出或同意这项决定的人不能复核它（G8）。',
    en: 'Whoever made or agreed to this decision may not look at it again (G8).',
  },
  look_needs_reason: { zh: '请写明维持或撤销的理由。', en: 'Say why it is kept or taken back.' },
  not_suppressed: {
    zh: '规则{value}对这位借款人没有处于搁置中。',
    en: 'Rule {value} is not set aside for this borrower.',
  },
  suppression_needs_second: {
    zh: '提前恢复一项已认定误判的标准，须由第二审批人决定（G9）。',
    en: 'To let a rule found mistaken count again before its time takes a second approver (G9).',
  },
  suppression_needs_reason: {
    zh: '请写明为什么要提前恢复这项标准。',
    en: 'Say why the rule is to count again before its time.',
  },
  first_person_needed: {
    zh: '累计超过30日须两位工作人员：请先由一位延长到30日以内，再由另一位延长（G4）。',
    en: 'More than 30 days takes two people: let one renew within 30 days first, then another (G4).',
  },
  phone_change_waiting: {
    zh: '已有一项更换手机号等待另一位工作人员同意，请先处理。',
    en: 'A move to another phone waits for a second person; decide it first.',
  },
  no_phone_change: { zh: '没有等待处理的更换手机号。', en: 'No move to another phone waits.' },
  draw_code_needed: {
    zh: '一次借款{value}元及以上，需要短信验证码确认。',
    en: 'A draw of CNY {value} or more is confirmed with a code that we send to your phone.',
  },
  temporary_limit_exists: {
    zh: '已有一项临时额度，或一份申请正在处理。',
    en: 'There is a temporary limit already, or one waits for an answer.',
  },
  temporary_limit_range: {
    zh: '临时额度须在{value}元之间，为100元的倍数。',
    en: 'A temporary limit must be within CNY {value}, in whole hundreds.',
  },
  temporary_limit_days: { zh: '期限须在{value}天之间。', en: 'It must last {value} days.' },
  temporary_limit_not_now: {
    zh: '现在不能使用临时额度：有限制未结束，或有款项未按期还，或您自己调低了额度。',
    en: 'No temporary limit now: a restriction stands or has just ended, a payment was late, or you lowered the limit.',
  },
  no_temporary_ask: { zh: '没有等待处理的临时额度申请。', en: 'Nobody has asked for a temporary limit.' },
  restriction_stands: {
    zh: '已有一项同类、同一原因类别的限制在等待处理、已通知或仍有效，请先处理它；仍有效的可以延长。',
    en: 'One of this kind and family waits, was announced or is in force: decide that one first; one in force can be renewed.',
  },
  restriction_of_other_decision: {
    zh: '限制{value}不是由这项决定产生的，请核对两者的编号。',
    en: 'Restriction {value} did not come of this decision; check the two ids.',
  },
  rule_not_fired: {
    zh: '规则{value}在被申诉的决定中没有触发，不能认定为误判。请只选触发过的规则。',
    en: 'Rule {value} did not fire in the contested decision, so it was not mistaken in it. Name only rules that fired.',
  },
  already_taken_back: {
    zh: '被申诉的限制已经撤销，不能再答复维持原决定。请改选其他结果。',
    en: 'What is contested has been reversed, so the answer cannot be that it stands. Choose another outcome.',
  },
  cooling_off: {
    zh: '上一次同类限制结束或生效不久，{value}之前不能再次提出；安全和法律原因除外。',
    en: 'The last restriction of this kind ended, or took effect, too lately: none before {value}, save for security and law.',
  },
  reason_code_unknown: { zh: '没有编号为{value}的原因。', en: 'There is no reason {value} in the catalogue.' },
  reason_does_not_hold: {
    zh: '这个原因对这位借款人目前不成立：没有越过我们的标准（G1）。',
    en: 'This reason does not hold for this borrower now: the line was not crossed (G1).',
  },
  reason_only_supports: {
    zh: '{words}（{value}）只提示需要人工关注，不能单独作为理由（G3）。请加上另一项现在成立、可以单独作为理由的原因。',
    en: '{words} ({value}) only calls for a look and may carry nothing alone (G3). Give another reason with it that holds now and may stand alone.',
  },
  reasons_count: {
    zh: '请选择一到四项原因，现在是{value}项。',
    en: 'Give one to four reasons; these are {value}.',
  },
  reasons_repeat: {
    zh: '“{words}”（{value}）和另一项原因说的是同一个数值；每个数值只作一项原因，请去掉一项。',
    en: '“{words}” ({value}) is about the same value as another reason; each value is one reason, so leave one of them out.',
  },
  reasons_of_two_families: {
    zh: '{words}属于不同的原因类别，恢复办法和通知时间不同，请分别提出。',
    en: '{words} are of different families of causes, with their own cures and times of notice; propose each on its own.',
  },
  data_not_sound: {
    zh: '这个原因所依据的数据已过期、缺失或有疑问，不能据此限制借款人（G5）；请先取得新的数据。',
    en: 'The data behind this reason is out of date, missing or in doubt, and may restrict nobody (G5); get new data first.',
  },
  reasons_gone: {
    zh: '这项提议的原因已不成立，不能再批准。请选“不批准”：系统提出的提议会就此撤回，不影响以后再次提出。',
    en: 'The reasons of this proposal no longer hold; it cannot be agreed to any more. Turn it down: a proposal of the machine is then withdrawn, and the same may be proposed again should its reasons return.',
  },
  no_grounds_to_renew: {
    zh: '这项限制的原因已不成立，不能延长；到期自动结束。',
    en: 'The reasons of this restriction no longer hold, so it cannot be made longer; it ends by itself.',
  },
  text_needed: { zh: '请用中英文写明理由。', en: 'Give the reason in both languages.' },
  strategy_blames: {
    zh: '策略的理由不能归到借款人身上：“{value}”（G11）。',
    en: 'A strategy’s reason may not read as the borrower’s fault: “{value}” (G11).',
  },
  overdue_first: {
    zh: '您有{value}元已逾期，还清后即可借款。',
    en: 'CNY {value} is overdue; once it is paid you can borrow again.',
  },
  application_not_referred: { zh: '没有等待人工评估的申请。', en: 'No application waits for a person.' },
  asked_limit_business_only: {
    zh: '只有经营额度可以填写希望的额度。',
    en: 'A limit can be asked for on a business line only.',
  },
  three_part_check_needed: {
    zh: '这笔经营额度需要三重检查，由一人提出、另一人同意，不能由一人决定。',
    en: 'This business line needs the three-part check: one person proposes, another agrees; one alone may not decide.',
  },
  sales_business_only: {
    zh: '只有申请经营额度时才填写营业额。',
    en: 'Takings are asked for with a business line only.',
  },
  not_a_business_application: {
    zh: '三重检查只用于转人工的经营额度申请。',
    en: 'The three-part check is for business applications that wait for a person.',
  },
  proposal_waits: {
    zh: '已有授信建议等待另一位工作人员处理；请先同意或退回。',
    en: 'A proposal waits for another person; agree to it or send it back first.',
  },
  no_proposal: { zh: '没有等待处理的授信建议。', en: 'No proposal waits.' },
  check_incomplete: {
    zh: '还不能建议通过，缺少：{words}。',
    en: 'Approval cannot be proposed yet; missing: {words}.',
  },
  finding_contradicted: {
    zh: '“{words}”与核实结果不符，澄清之前不能建议通过。',
    en: '“{words}” was found to be otherwise than said; approval cannot be proposed until it is cleared up.',
  },
  finding_not_verified: {
    zh: '“{words}”须核实，不能只凭申报。',
    en: '“{words}” has to be verified; what was said is not enough.',
  },
  topic_twice: { zh: '“{words}”填写了两次。', en: '“{words}” is given twice.' },
  period_wrong: {
    zh: '报表期间{value}有误：应在今天以前结束，不超过一年，且不与另一期完全相同。',
    en: 'The period {value} is wrong: it ends before today, spans a year at most, and is not given twice.',
  },
  no_security: {
    zh: '没有需要重新估值的担保或抵押：额度未开通，或记录为无担保。',
    en: 'There is no security to value again: no business line is open, or it is unsecured.',
  },
  other_security: {
    zh: '重新估值只更新现有各项的价值；担保物有变化的，须重新签约。',
    en: 'A new valuation is of the same items; other security takes a new agreement.',
  },
  file_twice: { zh: '这份流水已经读入过。', en: 'This file has been read already.' },
  too_many_files: {
    zh: '最多读入{value}份流水；请先移除不用的。',
    en: 'At most {value} files are read; remove one that is not needed.',
  },
  file_unknown: { zh: '没有读入过这份流水。', en: 'This file has not been read.' },
  amount_negative: {
    zh: '金额不能为负数，净利润和所有者权益除外。',
    en: 'No amount can be negative, but for the net profit and the equity.',
  },
  statement_too_old: {
    zh: '最近一期报表截止{value}，已过期；请取得新的报表。',
    en: 'The newest statement ends on {value}, too long ago; get a newer one.',
  },
  policy_lacks_parameter: {
    zh: '现行策略没有参数“{value}”，无法进行三重检查。',
    en: 'The policy in force has no parameter “{value}”, which the three-part check needs.',
  },
  memo_outdated: {
    zh: '建议提出后所依据的标准有变化，请退回，重新提出。',
    en: 'What the proposal rests on has changed since; send it back, so that it is proposed again.',
  },
  reason_needed: { zh: '不通过时请选择原因。', en: 'Give the reason when declining.' },
  limit_out_of_range: { zh: '额度须在{value}元之间。', en: 'The limit must be within CNY {value}.' },
  reduction_needs_limit: {
    zh: '请填写下调后的额度，且低于目前额度{value}元。',
    en: 'Give the limit after the reduction, below the present {value} CNY.',
  },
  hold_needs_days: { zh: '请填写天数（1至30）。', en: 'Give the days that it lasts (1 to 30).' },
  cap_out_of_range: {
    zh: '请填写单笔限额，须在{value}元之间：低于总额度，且不低于最低借款金额。',
    en: 'Give the single-draw cap, within CNY {value}: below the limit, and no lower than the least draw.',
  },
  decision_unknown: { zh: '没有编号为{value}的决定。', en: 'There is no decision {value}.' },
  not_adverse: {
    zh: '这项决定没有对您不利，无需申诉。',
    en: 'This decision is not adverse; there is nothing to contest.',
  },
  appeal_window_closed: { zh: '申诉期已于{value}结束。', en: 'The time to contest ended on {value}.' },
  appeal_exists: { zh: '这项决定已有申诉在处理。', en: 'An appeal of this decision is open already.' },
  appeal_unknown: { zh: '没有编号为{value}的申诉。', en: 'There is no appeal {value}.' },
  appeal_state: {
    zh: '这份申诉目前的状态不允许这样处理。',
    en: 'The appeal is not in a state for this.',
  },
  information_awaited: {
    zh: '正在等待借款人补充材料；{words}起可以按已有材料复核。',
    en: 'Information is awaited from the borrower; from {words} on the case can be reviewed on what there is.',
  },
  not_assignee: { zh: '这份申诉由{value}负责。', en: 'This appeal is with {value}.' },
  notice_unknown: { zh: '没有编号为{value}的通知。', en: 'There is no notice {value}.' },
  evidence_unknown: { zh: '没有编号为{value}的材料。', en: 'There is no evidence {value}.' },
  event_in_future: {
    zh: '事件时间{value}比现在晚一小时以上。请核对来源系统的时钟和时区。',
    en: 'The event time {value} is more than an hour later than now. Check the clock and the time zone of the system that sends it.',
  },
  strategy_too_soon: {
    zh: '策略调整须至少提前{value}日通知（G2）。',
    en: 'A strategy needs at least {value} days of notice (G2).',
  },
  strategy_without_table: {
    zh: '现行策略版本没有适用于这类额度的业务策略表，不能执行；请先启用含有该表的版本。',
    en: 'The policy in force has no strategy table for such lines, so nothing can be decided; put one in force that has.',
  },
  move_consent_needed: {
    zh: '您已有消费额度。请先同意转为经营额度，再申请。',
    en: 'You have a consumer line. Agree to move to a business line first, then apply.',
  },
  move_not_now: {
    zh: '有一项限制、通知或申诉还没有结束，结束后再转。',
    en: 'A restriction, an announcement or an appeal is not settled yet; you can move once it is.',
  },
  strategy_table_lacks: {
    zh: '现行策略版本的业务策略表不看“{value}”，不能按它限定范围；请先启用看它的版本。',
    en: 'The strategy table of the policy in force does not look at “{value}”; put one in force that does.',
  },
} as const satisfies Record<string, LocalText>;
export type RefusalCode = keyof typeof REFUSALS;

/** Makes a refusal; `value` fills the `{value}` place of its text, `words` what reads differently in each language. */
export const refuse = (
  code: RefusalCode,
  at: { field?: string; value?: string | number | bigint; words?: LocalText } = {},
): { ok: false; refusal: Refusal } => {
  const value = at.value === undefined ? null : String(at.value);
  const fill = (text: string, said = ''): string => text.replaceAll('{value}', value ?? '').replaceAll('{words}', said);
  const words = REFUSALS[code];
  return {
    ok: false,
    refusal: {
      code,
      field: at.field ?? null,
      value,
      message: { zh: fill(words.zh, at.words?.zh), en: fill(words.en, at.words?.en) },
    },
  };
};
export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
