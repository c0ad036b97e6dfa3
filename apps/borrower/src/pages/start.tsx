import { fetched, type Home } from '@clearline/client';
import { lazy, Suspense } from 'react';
import { useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { Loaded, Skeleton } from '../ui/loaded.tsx';
import { HomePage } from './home.tsx';

const OnboardingPage = lazy(fetched(() => import('./onboarding.tsx')));

/** What stands at `/` follows from how far the borrower has come. */
export function StartPage() {
  const { t } = useText();
  const home = useHome();
  const skeleton = (
    <div className="page">
      <Skeleton lines={6} />
    </div>
  );
  return (
    <>
      {/* Where nothing came there is no page that brings its heading. */}
      {home.isError && home.data === undefined && <h1 className="visually-hidden">{t.tabs.home}</h1>}
      <Loaded query={home} skeleton={skeleton}>
        {(data: Home) =>
          data.line !== null && (data.stage === 'ACTIVE' || data.stage === 'CLOSED') ? (
            <HomePage home={data} line={data.line} />
          ) : (
            <Suspense fallback={skeleton}>
              <OnboardingPage home={data} />
            </Suspense>
          )
        }
      </Loaded>
    </>
  );
}
