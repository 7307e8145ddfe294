import {
  Contrast,
  HardDrive,
  Info,
  Keyboard,
  KeyRound,
  type LucideIcon,
  SlidersHorizontal,
  Wallet,
} from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { addressOf, SETTINGS_PAGES, type SettingsPage } from '../bridge/index.ts';
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
  general: SlidersHorizontal,
  appearance: Contrast,
  storage: HardDrive,
  providers: KeyRound,
  spending: Wallet,
  shortcuts: Keyboard,
  about: Info,
};

export function SettingsView({ page }: { readonly page: SettingsPage }) {
  const t = useWords();
  useEffect(() => {
    document.title = t('settings:windowTitle');
  }, [t]);
  return (
    <main className={styles.settings}>
      <nav className={styles.pages} aria-label={t('settings:label')} data-region="settings">
        {SETTINGS_PAGES.map((each) => (
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
          {bodyOf(page)}
        </div>
      </section>
    </main>
  );
}

function bodyOf(page: SettingsPage): ReactNode {
  switch (page) {
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
