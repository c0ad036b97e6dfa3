import { useNotice } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { Badge } from '../../ui/status.tsx';

function CitedFrom({ codes, noticeId }: { codes: readonly string[]; noticeId: string }) {
  const { prose } = useText();
  const notice = useNotice(noticeId);
  const reasons = notice.data?.reasons.filter((reason) => codes.includes(reason.code)) ?? [];
  return (
    <p className="links">
      {reasons.map((reason) => (
        <Badge key={reason.code} tone="primary" icon="speech">
          {prose(reason.title)}
        </Badge>
      ))}
    </p>
  );
}

/** The reasons an appeal contests, by their names in the notice. */
export function CitedReasons({ codes, noticeId }: { codes: readonly string[]; noticeId: string | null }) {
  const { t } = useText();
  if (codes.length === 0) return <p className="muted">{t.appeal.whole}</p>;
  if (noticeId === null) return <p className="muted">{t.appeal.citedCount(codes.length)}</p>;
  return <CitedFrom codes={codes} noticeId={noticeId} />;
}
