import { Link } from '@tanstack/react-router';
import { useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { buttonClass } from './controls.tsx';

interface CureLinkProps {
  kind: 'STEP_UP' | 'PAY' | 'EVIDENCE' | 'UPDATE';
  /** The notice to send proof under; null when there is none. */
  noticeId: string | null;
  /** The reason the proof is about. */
  reasonCode?: string;
  wide?: boolean;
}

/** The button that does what a reason asks for. A debt elsewhere cannot be paid here: its proof can be sent. */
export function CureLink({ kind, noticeId, reasonCode, wide = false }: CureLinkProps) {
  const { t } = useText();
  const home = useHome();
  const overdueHere = (home.data?.due?.overdueFen ?? 0) > 0;
  if (kind === 'STEP_UP') {
    return (
      <Link to="/verify" className={buttonClass('primary', wide)}>
        {wide ? t.home.verify : t.reason.stepUp}
      </Link>
    );
  }
  if (kind === 'PAY' && overdueHere) {
    return (
      <Link to="/repay" className={buttonClass('primary', wide)}>
        {t.reason.pay}
      </Link>
    );
  }
  if (noticeId === null) return null;
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
