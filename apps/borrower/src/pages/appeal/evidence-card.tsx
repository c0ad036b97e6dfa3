import { type Appeal, type Evidence, moment, parseAmount } from '@clearline/client';
import { type ChangeEvent, useState } from 'react';
import { client, problemText } from '../../api/client.ts';
import { useAct } from '../../api/queries.ts';
import { fingerprint, uploadEvidence } from '../../api/upload.ts';
import { useText } from '../../i18n/context.tsx';
import { fileSize } from '../../lib/format.ts';
import { randomKey } from '../../lib/random-key.ts';
import { buttonClass, Field, TextField } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Card } from '../../ui/layout.tsx';
import { Badge } from '../../ui/status.tsx';

const MOST_BYTES = 10 * 1024 * 1024;
const kinds: readonly Evidence['kind'][] = [
  'INCOME_PROOF',
  'BANK_STATEMENT',
  'WALLET_STATEMENT',
  'TAX',
  'BUREAU_REPORT',
  'SETTLEMENT_PROOF',
  'IDENTITY',
  'OTHER',
];
/** Kinds that can prove an income, so that the figure may be given along with the file. */
const provesIncome: readonly Evidence['kind'][] = ['INCOME_PROOF', 'BANK_STATEMENT', 'WALLET_STATEMENT', 'TAX'];

function EvidenceItem({ evidence, ownHash }: { evidence: Evidence; ownHash: string | undefined }) {
  const { t, prose } = useText();
  return (
    <li className="evidence">
      <div className="row-between">
        <a href={client.urls.getEvidence({ params: { id: evidence.id } })} className="strong">
          {evidence.fileName}
        </a>
        <Badge tone="good" icon="check">
          {t.evidence.received}
        </Badge>
      </div>
      <p className="muted">
        {t.evidence.kind[evidence.kind]} · {fileSize(evidence.sizeBytes)} · {moment(evidence.receivedAt)}
      </p>
      {evidence.declared.map((one) => (
        <p key={one.input} className="muted">
          {prose(one.label)}
        </p>
      ))}
      <p className="muted">{t.evidence.hash}</p>
      <p className="hash" data-testid="evidence-hash">
        {evidence.sha256}
      </p>
      {ownHash === evidence.sha256 && (
        <p className="same">
          <Icon name="check" size={16} />
          {t.evidence.same}
        </p>
      )}
    </li>
  );
}

/** Evidence of an appeal, each file with its fingerprint; and, while the appeal is open, the way to add one. */
export function EvidenceCard({
  appeal,
  likely,
  closed = false,
}: {
  appeal: Appeal;
  likely: Evidence['kind'];
  closed?: boolean;
}) {
  const { t, local } = useText();
  const [chosen, setKind] = useState<Evidence['kind'] | null>(null);
  const kind = chosen ?? likely;
  const [income, setIncome] = useState('');
  const [share, setShare] = useState(0);
  const [hashes, setHashes] = useState<readonly string[]>([]);
  const [tooBig, setTooBig] = useState(false);
  const add = useAct(async (file: File) => {
    setShare(0);
    const own = await fingerprint(file);
    const after = await uploadEvidence({
      appealId: appeal.id,
      kind,
      file,
      monthlyIncomeFen: provesIncome.includes(kind) ? parseAmount(income) : null,
      idempotencyKey: randomKey(),
      onProgress: setShare,
    });
    if (own !== null) setHashes((before) => [...before, own]);
    return after;
  });
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file === undefined) return;
    setTooBig(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) add.mutate(file);
  };
  const percent = Math.round(share * 100);
  return (
    <Card title={t.evidence.title}>
      {appeal.evidence.length === 0 && <p className="muted">{t.evidence.none}</p>}
      <ul className="evidence-list">
        {appeal.evidence.map((one) => (
          <EvidenceItem key={one.id} evidence={one} ownHash={hashes.find((hash) => hash === one.sha256)} />
        ))}
      </ul>
      {!closed && (
        <div className="stack">
          <Field label={t.evidence.what}>
            {({ id }) => (
              <span className="input">
                <select
                  id={id}
                  value={kind}
                  onChange={(event) => setKind(kinds.find((one) => one === event.target.value) ?? 'OTHER')}
                >
                  {kinds.map((one) => (
                    <option key={one} value={one}>
                      {t.evidence.kind[one]}
                    </option>
                  ))}
                </select>
              </span>
            )}
          </Field>
          {provesIncome.includes(kind) && (
            <TextField
              label={t.evidence.income}
              value={income}
              onChange={setIncome}
              inputMode="decimal"
              prefix="￥"
              hint={t.evidence.incomeHint}
              error={income !== '' && parseAmount(income) === null ? t.common.amountWrong : null}
            />
          )}
          {add.isPending ? (
            <div role="status">
              <p className="row-between">
                <span>{percent < 100 ? t.evidence.sending : t.evidence.checking}</span>
                <span className="num">{percent}%</span>
              </p>
              <progress max={100} value={percent} aria-label={t.evidence.sending} />
            </div>
          ) : (
            <label className={`${buttonClass('secondary', true)} file-button`}>
              <Icon name="upload" size={18} />
              <span>{t.evidence.pick}</span>
              <input type="file" accept=".pdf,.png,.jpg,.jpeg" onChange={pick} data-testid="evidence-file" />
            </label>
          )}
          {(tooBig || add.error !== null) && (
            <p className="refusal" role="alert">
              <Icon name="alert" size={18} />
              <span>{tooBig ? t.evidence.tooBig : local(problemText(add.error))}</span>
            </p>
          )}
          <p className="muted">{t.evidence.note}</p>
        </div>
      )}
    </Card>
  );
}
