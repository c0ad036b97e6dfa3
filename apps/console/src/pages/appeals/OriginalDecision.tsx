import { type AppealDesk, type Evidence, moment } from '@clearline/client';
import { Link } from '../../app/links.tsx';
import { PaperClipOutlined } from '@ant-design/icons';
import { useText, wordFor } from '../../i18n/context.tsx';
import { client } from '../../lib/api.ts';
import { ReasonCard } from '../../ui/ReasonCard.tsx';
import { Check, State } from '../../ui/State.tsx';
import { toneOf } from '../../ui/tones.ts';
import { inputText } from './evidence.ts';

/** The middle column: the statement, the original decision replayed reason by reason, and the evidence against it. */
export function OriginalDecision({ desk }: { desk: AppealDesk }) {
  const { t } = useText();
  const { decision, appeal } = desk;
  return (
    <section className="desk-column" aria-label={t.desk.original}>
      <h2>{t.desk.original}</h2>
      <div className="desk-claim">
        <div className="panel">
          <h3>{t.desk.statement}</h3>
          <p className="quote" lang="">
            {appeal.statement}
          </p>
        </div>
        <div className="panel">
          <h3>
            {t.desk.evidence} <span className="muted num">{appeal.evidence.length}</span>
          </h3>
          {appeal.evidence.length === 0 ? (
            <p className="muted">{t.desk.noEvidence}</p>
          ) : (
            appeal.evidence.map((item) => <EvidenceRow key={item.id} evidence={item} desk={desk} />)
          )}
        </div>
      </div>
      <div className="panel">
        <div className="panel-head" style={{ marginBottom: 0 }}>
          <h3 className="states" style={{ marginBottom: 0 }}>
            <Link to="/decisions/$id" params={{ id: decision.id }}>
              {t.desk.original}
            </Link>
            <State tone={toneOf(decision.action)}>{wordFor(t.words.action, decision.action)}</State>
            <span className="muted small num">{moment(decision.at)}</span>
          </h3>
          <Check held={desk.replay.identical}>
            {desk.replay.identical ? t.desk.replayIdentical : t.desk.replayDifferent}
          </Check>
        </div>
      </div>
      {decision.reasons.map((reason) => (
        <ReasonCard
          key={`${reason.code}-${reason.ruleId}`}
          reason={reason}
          cited={appeal.citedReasonCodes.includes(reason.code)}
          compact
        />
      ))}
    </section>
  );
}

function EvidenceRow({ evidence, desk }: { evidence: Evidence; desk: AppealDesk }) {
  const { t, local, language, prose } = useText();
  return (
    <div className="evidence">
      <div className="evidence-head">
        <span>
          <PaperClipOutlined aria-hidden /> {t.words.evidenceKind[evidence.kind]} · {evidence.fileName}
        </span>
        <a href={client.urls.getEvidence({ params: { id: evidence.id } })} target="_blank" rel="noreferrer">
          {t.desk.openFile}
        </a>
      </div>
      {evidence.declared.map((value) => {
        const seen = desk.decision.inputs.find((input) => input.name === value.input);
        return (
          <span key={value.input}>
            {t.common.labelled(t.desk.declared, local(value.label))}{' '}
            <strong className="num">{inputText(desk, value.input, value.value, language)}</strong>
            {seen === undefined ? null : (
              <span className="muted">
                {' · '}
                {t.common.labelled(t.decision.saw, '')}
                <span className="num">{prose(seen.text)}</span>
              </span>
            )}
          </span>
        );
      })}
      <span className="muted small">
        <span className="num">{moment(evidence.receivedAt)}</span> · {Math.ceil(evidence.sizeBytes / 1024)} KB · SHA-256{' '}
        <span className="mono" title={evidence.sha256}>
          {evidence.sha256.slice(0, 16)}
        </span>
      </span>
    </div>
  );
}
