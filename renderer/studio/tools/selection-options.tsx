import { useState } from 'react';
import { useWords } from '../../text/index.ts';
import { Button, NumberField } from '../../ui/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import styles from './options.module.css';

const RADIUS_MAX = 500;

/** What can be done with what is selected. Shift, Alt and both change what the next shape does. */
export function SelectionOptions() {
  const t = useWords();
  const [radius, setRadius] = useState(8);
  const layer = useEditor(activeLayer);
  const selected = useEditor((view) => view.selection !== null);
  return (
    <>
      <Button look="ghost" size="small" onClick={() => runCommand({ kind: 'select-all' })}>
        {t('tools:selectAll')}
      </Button>
      <Button look="ghost" size="small" off={!selected} onClick={() => runCommand({ kind: 'select-none' })}>
        {t('tools:selectNone')}
      </Button>
      <Button
        look="ghost"
        size="small"
        off={!selected}
        onClick={() => runCommand({ kind: 'invert-selection' })}
      >
        {t('tools:invert')}
      </Button>
      <span className={styles.line} />
      <span className={styles.value}>
        <span className={styles.field}>
          <NumberField
            label={t('tools:radius')}
            value={radius}
            min={1}
            max={RADIUS_MAX}
            unit="px"
            onChange={setRadius}
          />
        </span>
      </span>
      <Button
        look="ghost"
        size="small"
        off={!selected}
        onClick={() => runCommand({ kind: 'feather-selection', radius })}
      >
        {t('tools:feather')}
      </Button>
      <Button
        look="ghost"
        size="small"
        off={!selected}
        onClick={() => runCommand({ kind: 'grow-selection', radius })}
      >
        {t('tools:grow')}
      </Button>
      <Button
        look="ghost"
        size="small"
        off={!selected}
        onClick={() => runCommand({ kind: 'shrink-selection', radius })}
      >
        {t('tools:shrink')}
      </Button>
      <span className={`${styles.line} ${styles.quiet}`} />
      <span className={styles.quiet}>
        <Button
          look="ghost"
          size="small"
          off={!selected || layer === null}
          onClick={() => layer !== null && runCommand({ kind: 'add-mask', id: layer, from: 'selection' })}
        >
          {t('tools:toMask')}
        </Button>
      </span>
    </>
  );
}
