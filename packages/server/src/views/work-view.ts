import { type FeedTrouble, type Instant, type LocalText, plusMs, type RestrictionKind } from '@clearline/line';
import type { WorkRow } from '@clearline/store';
import type { WorkItem } from '../contract/staff.ts';
import { RESTRICTION_NAMES } from './restriction-names.ts';
import type { ViewOf } from './view-of.ts';

const DAY_MS = 86_400_000;
type Kind = ViewOf<typeof WorkItem>['kind'];

const titles: Readonly<Record<Kind, LocalText>> = {
  APPEAL: { zh: '申诉待复核', en: 'Appeal to review' },
  APPEAL_APPROVAL: { zh: '申诉结论待批准', en: 'Appeal outcome to approve' },
  RESTRICTION_PROPOSAL: { zh: '限制建议待批准', en: 'Proposed restriction to decide' },
  LOAN_CHANGE_APPROVAL: { zh: '借款变更待批准', en: 'Loan change to approve' },
  PHONE_CHANGE_APPROVAL: { zh: '更换手机号待同意', en: 'Phone change to approve' },
  RECONCILIATION_CASE: { zh: '与支付渠道的差异', en: 'Difference with the payment rail' },
  RENEWAL: { zh: '限制即将到期', en: 'Restriction about to end' },
  REFERRED_APPLICATION: { zh: '申请转人工', en: 'Referred application' },
  CREDIT_APPROVAL: { zh: '授信建议待同意', en: 'Proposed business line to decide' },
  TEMPORARY_LIMIT: { zh: '临时额度申请', en: 'Temporary limit asked for' },
  SECURITY_LOOK: { zh: '担保估值过期，待重新估值', en: 'Security to be valued again' },
  REVIEW_DUE: { zh: '定期评估到期', en: 'Scheduled review due' },
  ROLL_BACK_LOOK: { zh: '版本回滚后，人工决定待复核', en: 'Decision of a person to review after a roll-back' },
  STRATEGY_APPROVAL: { zh: '策略待批准', en: 'Strategy to approve' },
  INCIDENT: { zh: '异常待处理', en: 'Incident' },
};

/** Ids of incidents of feeds begin so; what they are about is the trouble and the feed. */
const DATA_INCIDENT = 'data:';
const troubles: Readonly<Record<FeedTrouble, LocalText>> = {
  OUTAGE: { zh: '数据来源中断', en: 'A data feed is silent' },
  REPLAYED: { zh: '数据来源重复发送旧记录', en: 'A data feed repeats old records' },
};

function titleOf(row: WorkRow): LocalText {
  const title = titles[row.kind];
  if (row.kind === 'INCIDENT' && row.id.startsWith(DATA_INCIDENT)) {
    const cut = row.what.indexOf(':');
    const trouble = troubles[row.what.slice(0, cut) as FeedTrouble];
    const feed = row.what.slice(cut + 1);
    return { zh: `${trouble.zh}：${feed}`, en: `${trouble.en}: ${feed}` };
  }
  const subject = subjectOf(row);
  return subject === null ? title : { zh: `${title.zh}：${subject.zh}`, en: `${title.en}: ${subject.en}` };
}

/** What a restriction or a decision is about; null where the kind of work says it. */
const subjectOf = ({ kind, what }: WorkRow): LocalText | null => {
  if (what in RESTRICTION_NAMES) return RESTRICTION_NAMES[what as RestrictionKind];
  return kind === 'ROLL_BACK_LOOK' ? DECLINED : null;
};

/** What a decision was that keeps a line from an applicant. */
const DECLINED: LocalText = { zh: '申请未通过', en: 'Declined application' };

/** Where in the console each kind of work is done. */
function linkOf(row: WorkRow): string {
  switch (row.kind) {
    case 'APPEAL':
    case 'APPEAL_APPROVAL':
      return `/appeals/${row.id}`;
    case 'STRATEGY_APPROVAL':
      return '/strategies';
    case 'ROLL_BACK_LOOK':
      return `/roll-backs?decision=${encodeURIComponent(row.id.slice(row.id.indexOf('/') + 1))}`;
    case 'INCIDENT':
      return row.id.startsWith(DATA_INCIDENT) ? '/data-quality' : '/day-closes';
    case 'RECONCILIATION_CASE':
      return '/day-closes';
    case 'SECURITY_LOOK':
      return `/borrowers/${row.borrowerId}?tab=check`;
    default:
      return row.borrowerId === null ? '/borrowers' : `/borrowers/${row.borrowerId}`;
  }
}

export function workItem(row: WorkRow, now: Instant): ViewOf<typeof WorkItem> {
  // A review is due on a day, and so until that day is over; every other deadline is an instant.
  const dueBy = row.kind === 'REVIEW_DUE' && row.dueBy !== null ? plusMs(row.dueBy, DAY_MS) : row.dueBy;
  return {
    kind: row.kind,
    id: row.id,
    title: titleOf(row),
    borrowerId: row.borrowerId,
    borrowerMaskedName: row.maskedName,
    since: row.since,
    dueBy,
    overdue: dueBy !== null && dueBy < now,
    link: linkOf(row),
  };
}
