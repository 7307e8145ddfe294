import { useRef } from 'react';
import { useWords } from '../../text/index.ts';
import { fromHex, swapColours, toHex, useBrush } from './brush-store.ts';
import styles from './swatches.module.css';

/** The colour in hand above the one behind it. X swaps them, D makes them black and white. */
export function Swatches() {
  const t = useWords();
  const front = useBrush((store) => toHex(store.front));
  const back = useBrush((store) => toHex(store.back));
  const picker = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own frame.
    <div className={styles.swatches} role="group" aria-label={t('tools:colours')}>
      <button
        type="button"
        className={`${styles.swatch} ${styles.back}`}
        style={{ background: back }}
        aria-label={t('tools:back', { colour: back })}
        data-tip={t('tools:swap')}
        data-tip-keys="X"
        data-tip-side="right"
        onClick={swapColours}
      />
      <button
        type="button"
        className={`${styles.swatch} ${styles.front}`}
        style={{ background: front }}
        aria-label={t('tools:front', { colour: front })}
        data-tip={t('tools:chooseColour')}
        data-tip-side="right"
        onClick={() => picker.current?.showPicker()}
      />
      <input
        ref={picker}
        type="color"
        className={styles.picker}
        tabIndex={-1}
        aria-label={t('tools:chooseColour')}
        value={front}
        onChange={(event) => {
          const colour = fromHex(event.currentTarget.value);
          if (colour !== null) useBrush.setState({ front: colour });
        }}
      />
    </div>
  );
}
