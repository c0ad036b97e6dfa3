import type { Home, Line } from '@clearline/client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useApplication, useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { roundMoney } from '../lib/format.ts';
import { randomKey } from '../lib/random-key.ts';
import { Button, buttonClass, Toggle } from '../ui/controls.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, Page } from '../ui/layout.tsx';
import { Empty, Loaded } from '../ui/loaded.tsx';
import { PdfLink } from '../ui/pdf-link.tsx';
import { Prose } from '../ui/prose.tsx';
import { Refusal, Strip } from '../ui/status.tsx';
import { ApplicationStep } from './onboarding/application-step.tsx';
import { OfferStep } from './onboarding/offer-step.tsx';
import { ReferredStep } from './onboarding/referred-step.tsx';

type Move = NonNullable<Home['move']>;

const useAnswer = (move: Move) =>
  useAct((agreed: boolean) =>
    client.answerMove({ body: { agreed, version: move.consent.version }, idempotencyKey: randomKey() }),
  );

/** What differs between the two lines, side by side. */
function Changes({ line, move }: { line: Line; move: Move }) {
  const { t, language } = useText();
  const months = (tenors: readonly number[]) => t.move.months(tenors.join(language === 'zh' ? '、' : ', '));
  const rows: readonly (readonly [name: string, now: string, then: string])[] = [
    [t.move.limit, roundMoney(line.grantedLimitFen, language), t.move.upTo(roundMoney(move.maxLimitFen, language))],
    [t.move.draw, t.move.withinLimit, t.move.upTo(roundMoney(move.maxDrawFen, language))],
    [t.move.tenors, months(line.tenorsMonths), months(move.tenorsMonths)],
    [t.move.use, t.move.useConsumer, t.move.useBusiness],
    [t.move.price, t.move.priceNow, t.move.priceLater],
  ];
  return (
    <Card title={t.move.changes}>
      <dl className="stack">
        {rows
          .filter(([, now, then]) => now !== then)
          .map(([name, now, then]) => (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd>
                <Prose text={now} />{' '}
                <span className="together">
                  →{' '}
                  <strong>
                    <Prose text={then} />
                  </strong>
                </span>
              </dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}

/** The consent to take away, as it is asked for or as it was given. */
function ConsentPaper() {
  const { t, language } = useText();
  return (
    <PdfLink
      href={client.urls.getMoveConsentPdf({ query: { lang: language } })}
      label={t.papers.consent(t.move.consentPaper)}
    />
  );
}

/** What moving means, and the consent to it on its own. */
function Terms({ line, move }: { line: Line; move: Move }) {
  const { t, local } = useText();
  const [read, setRead] = useState(false);
  const answer = useAnswer(move);
  return (
    <div className="stack">
      <p className="lead">{move.sign === null ? t.move.lead : t.move.why[move.sign]}</p>
      {!move.possible && (
        <Strip tone="attention" icon="info" title={t.move.notNow}>
          <p>{t.move.notNowHelp}</p>
          <p className="links">
            <Link to="/">{t.move.notNowWhat}</Link>
          </p>
        </Strip>
      )}
      {move.state === 'DECLINED' && <Strip tone="primary" icon="check" title={t.move.declined} live />}
      <Changes line={line} move={move} />
      <Card title={t.move.stays}>
        <ul className="ticks">
          {t.move.staysList.map((text) => (
            <li key={text}>
              <Icon name="check" size={16} />
              {text}
            </li>
          ))}
        </ul>
      </Card>
      {move.possible && (
        <Card title={t.move.consentTitle}>
          <p>{local(move.consent.text)}</p>
          <ConsentPaper />
          <Toggle label={t.move.consentGive} on={read} onChange={setRead} />
          <Refusal error={answer.error} />
          <Button wide disabled={!read} busy={answer.isPending} onClick={() => answer.mutate(true)}>
            {t.move.agree}
          </Button>
          {move.state === 'INVITED' && (
            <Button wide kind="quiet" busy={answer.isPending} onClick={() => answer.mutate(false)}>
              {t.move.decline}
            </Button>
          )}
        </Card>
      )}
    </div>
  );
}

/** The application goes its ordinary way, while the consumer line goes on. */
function Applying({ move }: { move: Move }) {
  const { t } = useText();
  const application = useApplication();
  const back = useAnswer(move);
  return (
    <div className="stack">
      <Strip tone="primary" icon="check" title={t.move.meanwhile} />
      <Loaded query={application}>
        {({ application: latest }) => {
          const status = latest?.kind === 'BUSINESS' ? latest.status : null;
          if (status === 'OFFERED') return <OfferStep />;
          if (status === 'REFERRED') return <ReferredStep />;
          return (
            <>
              {status === 'DECLINED' && (
                <Strip tone="attention" icon="info" title={t.move.notOpened}>
                  <p>{t.move.notOpenedHelp}</p>
                  {latest?.noticeId != null && (
                    <Link to="/notices/$id" params={{ id: latest.noticeId }}>
                      {t.timeline.notice}
                    </Link>
                  )}
                </Strip>
              )}
              <ApplicationStep only="BUSINESS" />
            </>
          );
        }}
      </Loaded>
      <ConsentPaper />
      <Refusal error={back.error} />
      <Button wide kind="quiet" busy={back.isPending} onClick={() => back.mutate(false)}>
        {t.move.takeBack}
      </Button>
    </div>
  );
}

/** From a consumer line to a business line: what changes, what stays, and the borrower’s own word. */
export function MovePage() {
  const { t } = useText();
  const home = useHome();
  return (
    <Page title={t.move.title} back="/limit">
      <Loaded query={home}>
        {({ move, line }) => {
          if (move === null || line === null)
            return (
              <Empty icon="info" title={t.move.none}>
                <Link to="/limit" className={buttonClass('secondary')}>
                  {t.tabs.limit}
                </Link>
              </Empty>
            );
          return move.state === 'AGREED' ? <Applying move={move} /> : <Terms line={line} move={move} />;
        }}
      </Loaded>
    </Page>
  );
}
