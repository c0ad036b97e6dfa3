import type { Home } from '@clearline/client';
import { useText } from '../i18n/context.tsx';
import { Page } from '../ui/layout.tsx';
import { ApplicationStep } from './onboarding/application-step.tsx';
import { ConsentStep } from './onboarding/consent-step.tsx';
import { DeclinedStep } from './onboarding/declined-step.tsx';
import { IdentityStep } from './onboarding/identity-step.tsx';
import { OfferStep } from './onboarding/offer-step.tsx';
import { ReferredStep } from './onboarding/referred-step.tsx';

const steps = ['IDENTITY', 'CONSENTS', 'APPLICATION', 'OFFER'] as const;
type Stage = Home['stage'];

function stepOf(stage: Stage): number {
  const index = steps.findIndex((step) => step === stage);
  return index === -1 ? steps.length - 1 : index;
}

function StageBody({ stage }: { stage: Stage }) {
  switch (stage) {
    case 'IDENTITY':
      return <IdentityStep />;
    case 'CONSENTS':
      return <ConsentStep />;
    case 'APPLICATION':
      return <ApplicationStep />;
    case 'DECLINED':
      return <DeclinedStep />;
    case 'REFERRED':
      return <ReferredStep />;
    default:
      return <OfferStep />;
  }
}

/** From a first visit to an open line: one task per page, with what is done and what comes next in sight. */
export default function OnboardingPage({ home }: { home: Home }) {
  const { t } = useText();
  const current = stepOf(home.stage);
  return (
    <Page title={t.onboarding.title[home.stage]}>
      <ol className="steps" aria-label={t.onboarding.progress}>
        {steps.map((step, index) => (
          <li
            key={step}
            className={index < current ? 'step step-done' : 'step'}
            aria-current={index === current ? 'step' : undefined}
          >
            {t.onboarding.step[step]}
          </li>
        ))}
      </ol>
      <StageBody stage={home.stage} />
    </Page>
  );
}
