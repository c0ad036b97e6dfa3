import '@clearline/client/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import './theme/pieces.css';
import './theme/pages.css';
import './theme/print.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSignedOut, queryClient } from './api/client.ts';
import { TextProvider } from './i18n/context.tsx';
import { applyLargeType } from './lib/preferences.ts';
import { router } from './routes.tsx';

applyLargeType();
onSignedOut(() => void router.navigate({ to: '/sign-in', replace: true }));

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root".');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TextProvider>
        <RouterProvider router={router} />
      </TextProvider>
    </QueryClientProvider>
  </StrictMode>,
);
