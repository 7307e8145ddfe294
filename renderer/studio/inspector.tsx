import { type KeyboardEvent, type ReactNode, useId, useState, useSyncExternalStore } from 'react';
import { useWords } from '../text/index.ts';
import { useEditor } from './editor/editor-store.ts';
import { GenerateSection } from './form/generate-section.tsx';
import styles from './inspector.module.css';
import { LayersSection } from './layers/layers-section.tsx';

/** Lower windows have no room for both, one above the other. */
const LOW = '(max-height: 759px)';

const TABS = ['generate', 'layers'] as const;
type Tab = (typeof TABS)[number];

/** The form and, while a document is open, its layers: one above the other, or in a low window one at a time. */
export function Inspector() {
  const t = useWords();
  const isLow = useSyncExternalStore(follow, () => matchMedia(LOW).matches);
  const isOpen = useEditor((view) => view.document !== null);
  const [tab, setTab] = useState<Tab>('generate');
  const id = useId();
  const tabbed = isLow && isOpen;
  const panel = (of: Tab, children: ReactNode): ReactNode => (
    <div
      id={`${id}-${of}`}
      className={styles.panel}
      hidden={tabbed && tab !== of}
      {...(tabbed ? { role: 'tabpanel', 'aria-labelledby': `${id}-${of}-tab` } : {})}
    >
      {children}
    </div>
  );
  const step = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const next = tab === 'generate' ? 'layers' : 'generate';
    setTab(next);
    document.getElementById(`${id}-${next}-tab`)?.focus();
  };
  return (
    <aside className={styles.inspector} data-tabbed={tabbed || undefined} aria-label={t('studio:inspector')}>
      {tabbed ? (
        <div className={styles.tabs} role="tablist" aria-label={t('studio:inspector')} onKeyDown={step}>
          {TABS.map((of) => (
            <button
              key={of}
              id={`${id}-${of}-tab`}
              type="button"
              role="tab"
              className={styles.tab}
              aria-selected={tab === of}
              aria-controls={`${id}-${of}`}
              tabIndex={tab === of ? 0 : -1}
              onClick={() => setTab(of)}
            >
              {t(of === 'generate' ? 'studio:generate.title' : 'layers:label')}
            </button>
          ))}
        </div>
      ) : null}
      {panel('generate', <GenerateSection />)}
      {panel('layers', <LayersSection />)}
    </aside>
  );
}

function follow(changed: () => void): () => void {
  const query = matchMedia(LOW);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
