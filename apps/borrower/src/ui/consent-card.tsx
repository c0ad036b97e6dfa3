import { type Consent, dayOf } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { isGiven } from '../lib/consent.ts';
import { client } from '../api/client.ts';
import { Button } from './controls.tsx';
import { PdfLink } from './pdf-link.tsx';
import { Badge } from './status.tsx';
import { Prose } from './prose.tsx';

interface ConsentCardProps {
  consent: Consent;
  busy: boolean;
  onChange: () => void;
}

/** One consent with its whole text, its state, and the button that gives it or takes it back. */
export function ConsentCard({ consent, busy, onChange }: ConsentCardProps) {
  const { t, local, language } = useText();
  const { givenAt, takenBackAt } = consent;
  const given = isGiven(consent);
  const state =
    takenBackAt !== null ? t.consents.takenBack : consent.required ? t.consents.required : t.consents.optional;
  const since =
    givenAt === null
      ? [t.consents.version(consent.version)]
      : [
          t.consents.since(dayOf(givenAt)),
          ...(takenBackAt === null ? [] : [t.consents.takenBackOn(dayOf(takenBackAt))]),
        ];
  const title = local(consent.title);
  return (
    <section className="card consent" aria-label={title} data-testid={`consent-${consent.kind}`}>
      <div className="card-head">
        <h2>{title}</h2>
        <Badge tone={given ? 'good' : 'plain'} icon={given ? 'check' : 'info'}>
          {given ? t.consents.given : state}
        </Badge>
      </div>
      <p className="consent-text">{local(consent.text)}</p>
      <PdfLink
        href={client.urls.getConsentPdf({ params: { kind: consent.kind }, query: { lang: language } })}
        label={t.papers.consent(title)}
      />
      <div className="row-between">
        <span className="muted">
          <Prose text={since.join(language === 'zh' ? '；' : '; ')} />
        </span>
        <Button
          kind={given ? 'quiet' : 'secondary'}
          busy={busy}
          onClick={onChange}
          aria-label={given ? t.consents.withdrawNamed(title) : t.consents.giveNamed(title)}
        >
          {given ? t.consents.withdraw : t.consents.give}
        </Button>
      </div>
    </section>
  );
}
