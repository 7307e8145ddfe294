import { useQuery } from '@tanstack/react-query';
import {
  Contrast,
  HardDrive,
  Info,
  Keyboard,
  KeyRound,
  type LucideIcon,
  SlidersHorizontal,
  UserRound,
  Wallet,
} from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { accountQuery, addressOf, SETTINGS_PAGES, type SettingsPage } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Icon } from '../ui/index.ts';
import { AboutPage } from './about-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { GeneralPage } from './general-page.tsx';
import { ProvidersPage } from './providers-page.tsx';
import styles from './settings-view.module.css';
import { ShortcutsPage } from './shortcuts-page.tsx';
import { SpendingPage } from './spending-page.tsx';
import { StoragePage } from './storage-page.tsx';

const ICONS: Readonly<Record<SettingsPage, LucideIcon>> = {
  account: UserRound,
  general: SlidersHorizontal,
  appearance: Contrast,
  storage: HardDrive,
  providers: KeyRound,
  spending: Wallet,
  shortcuts: Keyboard,
  about: Info,
};

interface SettingsViewProps {
  readonly page: SettingsPage;
  /** The account's own page, which is another folder's. */
  readonly account: ReactNode;
}

export function SettingsView({ page: asked, account }: SettingsViewProps) {
  const t = useWords();
  const { data: state } = useQuery(accountQuery);
  const hasCloud = state !== undefined && state.cloud !== null;
  const pages = SETTINGS_PAGES.filter((each) => each !== 'account' || hasCloud);
  // An address from a Gesso that had a cloud.
  const page = asked === 'account' && state?.cloud === null ? 'general' : asked;
  useEffect(() => {
    document.title = t('settings:windowTitle');
  }, [t]);
  return (
    <main className={styles.settings}>
      <nav className={styles.pages} aria-label={t('settings:label')} data-region="settings">
        {pages.map((each) => (
          <a
            key={each}
            className={styles.link}
            href={addressOf({ view: 'settings', page: each })}
            aria-current={each === page ? 'page' : undefined}
          >
            <Icon of={ICONS[each]} />
            {t(`settings:page.${each}`)}
          </a>
        ))}
      </nav>
      <section
        className={styles.page}
        aria-label={t(`settings:page.${page}`)}
        data-region="page"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long page is scrolled by keys, so it must be reachable.
        tabIndex={0}
      >
        <div className={styles.body}>
          <h1>{t(`settings:page.${page}`)}</h1>
          {bodyOf(page, account)}
        </div>
      </section>
    </main>
  );
}

function bodyOf(page: SettingsPage, account: ReactNode): ReactNode {
  switch (page) {
    case 'account':
      return account;
    case 'general':
      return <GeneralPage />;
    case 'appearance':
      return <AppearancePage />;
    case 'storage':
      return <StoragePage />;
    case 'providers':
      return <ProvidersPage />;
    case 'spending':
      return <SpendingPage />;
    case 'shortcuts':
      return <ShortcutsPage />;
    case 'about':
      return <AboutPage />;
  }
}
