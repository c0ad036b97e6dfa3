import { amount, moment, type Offer, rate } from '@clearline/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../api/client.ts';
import { useAct, useApplication } from '../../api/queries.ts';
import { useText } from '../../i18n/context.tsx';
import { randomKey } from '../../lib/random-key.ts';
import { Button } from '../../ui/controls.tsx';
import { CostSheetReader, type ReadingProof } from '../../ui/cost-sheet.tsx';
import { Card, Facts, Sheet } from '../../ui/layout.tsx';
import { Empty, Loaded } from '../../ui/loaded.tsx';
import { PdfLink } from '../../ui/pdf-link.tsx';
import { Refusal, Strip } from '../../ui/status.tsx';

function OfferCard({ offer }: { offer: Offer }) {
  const { t, local, language } = useText();
  const [reading, setReading] = useState(false);
  const navigate = useNavigate();
  const [key] = useState(randomKey);
  const accept = useAct(
    (proof: ReadingProof) =>
      client.acceptOffer({
        body: { ...proof, costSheetHash: offer.costSheet.hash, confirmed: true },
        idempotencyKey: key,
      }),
    () => void navigate({ to: '/welcome', replace: true }),
  );
  return (
    <div className="stack">
      <Strip tone="good" icon="check" title={t.offer.approved} live />
      <Card>
        <p className="figure-label">{t.offer.limit}</p>
        <p className="figure" data-testid="offer-limit">
          {amount(offer.limitFen)}
        </p>
        <Facts
          items={[
            [t.rates.annual, rate(offer.annualRateSimplePpb)],
            [t.rates.daily, rate(offer.dailyRatePpb)],
            [t.rates.allIn, rate(offer.costSheet.annualCostPpb)],
            [t.offer.dayBasis, offer.dayBasis === 'ACT/365' ? t.offer.basis365 : t.offer.basis360],
            [t.offer.validUntil, moment(offer.validUntil)],
          ]}
        />
      </Card>
      <Card title={t.offer.lender}>
        <Facts
          items={[
            [t.offer.lenderName, local(offer.lender.name)],
            [t.offer.licence, offer.lender.licence],
          ]}
        />
      </Card>
      <Button wide onClick={() => setReading(true)}>
        {t.offer.read}
      </Button>
      <p className="muted">{t.offer.noCost}</p>
      <PdfLink href={client.urls.getOfferCostSheetPdf({ query: { lang: language } })} label={t.papers.costSheet} />
      <Sheet title={t.costSheet.title} open={reading} onClose={() => setReading(false)}>
        <CostSheetReader
          sheet={offer.costSheet}
          confirmLabel={t.offer.accept}
          busy={accept.isPending}
          error={<Refusal error={accept.error} />}
          onConfirm={(proof) => accept.mutate(proof)}
        />
      </Sheet>
    </div>
  );
}

export function OfferStep() {
  const { t } = useText();
  const application = useApplication();
  return (
    <Loaded query={application}>
      {({ application: latest }) =>
        latest?.offer == null ? (
          <Empty icon="info" title={t.offer.none}>
            <p>{t.offer.noneHelp}</p>
          </Empty>
        ) : (
          <OfferCard offer={latest.offer} />
        )
      }
    </Loaded>
  );
}
