import { LockOutlined } from '@ant-design/icons';
import { useText } from '../i18n/context.tsx';
import type { Role } from '../session/roles.ts';
import { useMember } from '../session/session.tsx';

/** Says why a page is not shown: who may see it, and what the reader's roles are. */
export function Refused({ roles }: { roles: readonly Role[] }) {
  const { t, language } = useText();
  const member = useMember();
  const join = (list: readonly Role[]) => list.map((role) => t.words.role[role]).join(language === 'zh' ? '、' : ', ');
  return (
    <div className="block-state" role="alert" data-testid="refused">
      <span className="block-state-icon" aria-hidden>
        <LockOutlined />
      </span>
      <h1>{t.errors.refusedTitle}</h1>
      <p>{t.errors.refused(join(roles))}</p>
      <p>
        {/* A supervisor is who roles are asked of, and is not sent to themselves. */}
        {member.roles.includes('supervisor')
          ? t.errors.refusedSupervisor(join(member.roles))
          : t.errors.refusedYours(join(member.roles))}
      </p>
    </div>
  );
}
