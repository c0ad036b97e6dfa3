import { dayOf, type Notice } from '@clearline/client';
import { client } from '../../api/client.ts';
import { type Proof, useMyRecords, useNoticeProof } from '../../api/proof.ts';
import { useText } from '../../i18n/context.tsx';
import { buttonClass } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Card } from '../../ui/layout.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Strip } from '../../ui/status.tsx';

function Verdict({ proof }: { proof: Proof }) {
  const { t } = useText();
  if (!proof.genuine)
    return (
      <Strip tone="overdue" icon="alert" title={t.proof.failed} live>
        <p>{t.proof.failedHelp(proof.code)}</p>
      </Strip>
    );
  return (
    <>
      <Strip tone="good" icon="check" title={t.proof.verified} live>
        <p>{t.proof.place(proof.sequence, proof.index + 1, proof.size)}</p>
      </Strip>
      <p className="muted">{t.proof.leaf(proof.origin)}</p>
      <p className="hash">{proof.leafHash}</p>
    </>
  );
}

function Download({ href, label, name }: { href: string; label: string; name: string }) {
  return (
    <a href={href} className={buttonClass('secondary', true)} download={name}>
      <Icon name="download" size={18} />
      <span>{label}</span>
    </a>
  );
}

/** What was read already, as an address that a link can save. */
const asFile = (value: unknown): string =>
  `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(value, null, 2))}`;

/** That the notice is in a log which nobody can rewrite, checked here and now; and all it takes to check it elsewhere. */
export function NoticeProof({ notice }: { notice: Notice }) {
  const { t } = useText();
  const proof = useNoticeProof(notice.id);
  const records = useMyRecords();
  const { urls } = client;
  const name = `${dayOf(notice.issuedAt)}-${notice.id.slice(-8)}`;
  return (
    <Card title={t.proof.title} className="no-print-actions">
      <Loaded query={proof}>{(found) => <Verdict proof={found} />}</Loaded>
      <p className="muted">{t.proof.help}</p>
      <div className="actions actions-column">
        <Download
          href={urls.getNoticeDocument({ params: { id: notice.id } })}
          label={t.proof.document}
          name={`${t.notice.fileName}-${name}.json`}
        />
        <Download
          href={urls.getNoticeReceipt({ params: { id: notice.id } })}
          label={t.proof.receipt}
          name={`${t.proof.fileName}-${name}.tlog-proof`}
        />
        <Loaded query={records}>
          {(list) => <Download href={asFile(list)} label={t.proof.records} name={t.proof.recordsFile} />}
        </Loaded>
        <Download href={urls.getVerifierPage({})} label={t.proof.page} name={t.proof.pageFile} />
      </div>
    </Card>
  );
}
