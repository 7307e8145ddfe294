import { useQuery } from '@tanstack/react-query';
import { CircleX, Grid2x2, ImageUp, PanelRight, Search } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { changeSettings, settingsQuery } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Icon, IconButton, Slider } from '../ui/index.ts';
import { pickAndImport } from './acts.ts';
import { changeLibrary, useLibrary } from './library-store.ts';
import styles from './library-view.module.css';

export function SearchBar({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const t = useWords();
  const typed = useLibrary((store) => store.typed);
  const detailsShown = useLibrary((store) => store.detailsShown);
  const clear = (): void => {
    changeLibrary({ typed: '' });
    field.current?.focus();
  };
  return (
    <div className={styles.bar} data-region="search">
      <search className={styles.search}>
        <Icon of={Search} />
        <input
          ref={field}
          type="text"
          className={styles.input}
          aria-label={t('library:search.label')}
          aria-keyshortcuts="/"
          placeholder={t('library:search.placeholder')}
          maxLength={500}
          spellCheck={false}
          value={typed}
          onChange={(event) => changeLibrary({ typed: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && typed !== '') clear();
          }}
        />
        {typed === '' ? null : (
          <IconButton size="small" label={t('library:search.clear')} onClick={clear}>
            <Icon of={CircleX} size={14} />
          </IconButton>
        )}
      </search>
      <RowHeight />
      <IconButton label={t('bring-in:importTip')} onClick={() => void pickAndImport()}>
        <Icon of={ImageUp} />
      </IconButton>
      <IconButton
        label={t('library:details.pane')}
        aria-pressed={detailsShown}
        onClick={() => changeLibrary({ detailsShown: !detailsShown })}
      >
        <Icon of={PanelRight} />
      </IconButton>
    </div>
  );
}

const SAVED_AFTER_MS = 250;

/** The wall follows the hand at once; the choice is kept when the hand rests. */
function RowHeight() {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  const kept = settings?.rowHeight ?? 124;
  const [moved, setMoved] = useState<number | null>(null);
  useEffect(() => {
    if (moved === null) return;
    const timer = setTimeout(() => {
      void changeSettings({ rowHeight: moved });
      setMoved(null);
    }, SAVED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [moved]);
  const value = moved ?? kept;
  return (
    <span className={styles.size}>
      <Icon of={Grid2x2} size={14} />
      <Slider
        label={t('library:size.label')}
        value={value}
        min={64}
        max={320}
        step={4}
        valueText={t('library:size.value', { pixels: value })}
        onChange={setMoved}
      />
    </span>
  );
}
