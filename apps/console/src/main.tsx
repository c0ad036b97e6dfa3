import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import '@clearline/client/tokens.css';
import './theme/console.css';
import './theme/desk.css';
import { router } from './app/router.tsx';
import { TextProvider, useText } from './i18n/context.tsx';
import { problemStatus } from './lib/api.ts';
import { consoleTheme } from './theme/antd-theme.ts';

/** A refusal will be the same a moment later; only a broken connection or a failing server is worth a second try. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => {
        const status = problemStatus(error);
        return failures < 2 && (status === 0 || (status !== null && status >= 500));
      },
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    // Without a network an act fails and says so; held back, it would be done once there is one again, unasked.
    mutations: { networkMode: 'always' },
  },
});

function Themed() {
  const { language } = useText();
  const dark = useDark();
  const theme = useMemo(() => consoleTheme(dark), [dark]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <App component="div" className="app">
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}

function useDark(): boolean {
  const query = useMemo(() => window.matchMedia('(prefers-color-scheme: dark)'), []);
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [query]);
  return dark;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <TextProvider>
        <Themed />
      </TextProvider>
    </QueryClientProvider>
  </StrictMode>,
);
