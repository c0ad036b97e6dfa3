import { dayOf, type MoveConsent } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { client } from '../api/client.ts';
import { useText } from '../i18n/context.tsx';
import { PdfLink } from './pdf-link.tsx';
import { Prose } from './prose.tsx';
import { Badge } from './status.tsx';

/** The consent to move to a business line as it was given, and what became of it. It is taken back on its own page. */
export function MoveConsentCard({ consent }: { consent: MoveConsent }) {
  const { t, local, language } = useText();
  const { agreedAt, takenBackAt, openedAt } = consent;
  const title = local(consent.title);
  const happened = [
    agreedAt === null ? null : t.consents.since(dayOf(agreedAt)),
    takenBackAt === null ? null : t.consents.takenBackOn(dayOf(takenBackAt)),
    openedAt === null ? null : t.move.openedOn(dayOf(openedAt)),
  ].filter((text) => text !== null);
  return (
    <section className="card consent" aria-label={title} data-testid="consent-MOVE">
      <div className="card-head">
        <h2>{title}</h2>
        <Badge tone={takenBackAt === null ? 'good' : 'plain'} icon={takenBackAt === null ? 'check' : 'info'}>
          {takenBackAt === null ? t.consents.given : t.consents.takenBack}
        </Badge>
      </div>
      <p className="consent-text">{local(consent.text)}</p>
      <PdfLink href={client.urls.getMoveConsentPdf({ query: { lang: language } })} label={t.papers.consent(title)} />
      <p className="muted">
        <Prose text={happened.join(language === 'zh' ? '；' : '; ')} />
      </p>
      {takenBackAt === null && openedAt === null && (
        <p className="links">
          <Link to="/move">{t.move.toMove}</Link>
        </p>
      )}
    </section>
  );
}
