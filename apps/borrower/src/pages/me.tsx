import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { useAct, useHome } from '../api/queries.ts';
import { useText } from '../i18n/context.tsx';
import { forgetPhone, largeType, setLargeType } from '../lib/preferences.ts';
import { CallUs } from '../ui/call-us.tsx';
import { Button, Choices, Toggle } from '../ui/controls.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Card, Facts, Page } from '../ui/layout.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Refusal } from '../ui/status.tsx';

const links = [
  { to: '/notices', key: 'notices', icon: 'bell' },
  { to: '/appeals', key: 'appeals', icon: 'speech' },
  { to: '/me/consents', key: 'consents', icon: 'shield' },
  { to: '/statement', key: 'statement', icon: 'file' },
] as const satisfies readonly { to: string; key: string; icon: IconName }[];

function Settings() {
  const { t, language, setLanguage } = useText();
  const [large, setLarge] = useState(largeType());
  return (
    <Card title={t.me.settings}>
      <Choices
        label={t.me.language}
        value={language}
        onChange={setLanguage}
        options={[
          { value: 'zh', label: '中文', lang: 'zh-CN' },
          { value: 'en', label: 'English', lang: 'en' },
        ]}
      />
      <Toggle
        label={t.me.largeType}
        note={t.me.largeTypeNote}
        on={large}
        onChange={(on) => {
          setLargeType(on);
          setLarge(on);
        }}
      />
    </Card>
  );
}

export function MePage() {
  const { t } = useText();
  const home = useHome();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const leave = useAct(
    () => client.signOut(),
    () => {
      forgetPhone();
      cache.clear();
      void navigate({ to: '/sign-in', replace: true });
    },
  );
  return (
    <Page title={t.tabs.me} wide>
      <Loaded query={home}>
        {({ borrower, unreadNotices, contact }) => (
          <div className="columns">
            <div className="stack">
              <Card>
                <p className="me-name">
                  <Icon name="person" size={28} />
                  <span>{borrower.maskedName ?? t.me.noName}</span>
                </p>
                <Facts items={[[t.me.phone, borrower.maskedPhone]]} />
              </Card>
              <nav className="menu" aria-label={t.tabs.me}>
                {links.map(({ to, key, icon }) => (
                  <Link key={key} to={to} className="menu-row">
                    <Icon name={icon} />
                    <span>
                      {t.me.links[key]}
                      {key === 'notices' && unreadNotices > 0 && (
                        <span className="new">{t.notices.unread(unreadNotices)}</span>
                      )}
                    </span>
                    <Icon name="next" size={16} />
                  </Link>
                ))}
              </nav>
            </div>
            <div className="stack">
              <Settings />
              <Card title={t.me.help}>
                <CallUs contact={contact} />
                <p>{t.me.helpText}</p>
                <Facts
                  items={t.me.outside.map(({ name, contact }) => [
                    name,
                    <a key={contact} href={`tel:${contact}`}>
                      {contact}
                    </a>,
                  ])}
                />
              </Card>
              <Refusal error={leave.error} />
              <Button kind="secondary" wide busy={leave.isPending} onClick={() => leave.mutate()}>
                {t.me.signOut}
              </Button>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
