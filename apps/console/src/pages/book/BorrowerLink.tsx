import { Link } from '../../app/links.tsx';
import { shortId } from '../../lib/format.ts';
import { mayDo } from '../../session/pages.ts';
import { useMember } from '../../session/session.tsx';

/** A borrower by number; a link for who may open the file. */
export function BorrowerLink({ id }: { id: string | null }) {
  const member = useMember();
  if (id === null) return '—';
  if (!mayDo(member.roles, 'borrowerFile')) return <span className="mono">{shortId(id)}</span>;
  return (
    <Link to="/borrowers/$id" params={{ id }} className="mono">
      {shortId(id)}
    </Link>
  );
}
