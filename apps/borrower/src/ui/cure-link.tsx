import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/context.tsx';
import { buttonClass } from './controls.tsx';

interface CureLinkProps {
  kind: 'STEP_UP' | 'PAY' | 'EVIDENCE' | 'UPDATE';
  /** The notice to send proof under; null when there is none. */
  noticeId: string | null;
  /** The reason the proof is about. */
  reasonCode: string | undefined;
  wide?: boolean;
}

/** The reason whose debt is owed to this lender; every other debt is owed elsewhere. */
const OWED_HERE = 'B0_OWN_OVERDUE';

/** What lies unused is kept with a button of its own, beside what restores it; there is nothing to bring up to date. */
const LIES_UNUSED = 'C4_DORMANT';

/** The button that does what a reason asks for. A debt elsewhere cannot be paid here: its proof can be sent. */
export function CureLink({ kind, noticeId, reasonCode, wide = false }: CureLinkProps) {
  const { t } = useText();
  if (kind === 'STEP_UP') {
    return (
      <Link to="/verify" className={buttonClass('primary', wide)}>
        {wide ? t.home.verify : t.reason.stepUp}
      </Link>
    );
  }
  if (kind === 'PAY' && reasonCode === OWED_HERE) {
    return (
      <Link to="/repay" className={buttonClass('primary', wide)}>
        {t.reason.pay}
      </Link>
    );
  }
  if (noticeId === null || reasonCode === LIES_UNUSED) return null;
  return (
    <Link
      to="/appeals/new"
      search={reasonCode === undefined ? { notice: noticeId } : { notice: noticeId, reason: reasonCode }}
      className={buttonClass(wide ? 'primary' : 'secondary', wide)}
    >
      {kind === 'UPDATE' ? t.reason.update : t.reason.evidence}
    </Link>
  );
}
