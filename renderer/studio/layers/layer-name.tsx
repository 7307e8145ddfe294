import { useState } from 'react';
import { type Layer, NAME_MAX_CHARS } from '../../../shared/document/index.ts';
import { useWords, type Words } from '../../text/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import styles from './layers.module.css';
import { rename, usePanel } from './panel-store.ts';

/** The name with a quiet second line for what is not normal; F2 or a double click makes it a field. */
export function LayerName({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const renaming = usePanel((panel) => panel.renaming === layer.id);
  const detail = detailWords(layer, t);
  if (renaming) return <NameField layer={layer} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 on the row does the same by keys.
    <span className={styles.name} onDoubleClick={() => rename(layer.id)}>
      {layer.name}
      {detail === '' ? null : <small className={styles.detail}>{detail}</small>}
    </span>
  );
}

function NameField({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const [typed, setTyped] = useState(layer.name);
  const finish = (keep: boolean): void => {
    rename(null);
    const name = typed.trim().slice(0, NAME_MAX_CHARS);
    if (keep && name !== '' && name !== layer.name)
      runCommand({ kind: 'patch-layer', id: layer.id, patch: { name } });
  };
  return (
    <input
      className={styles.rename}
      aria-label={t('layers:name')}
      maxLength={NAME_MAX_CHARS}
      spellCheck={false}
      value={typed}
      ref={(field) => field?.focus()}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        const row = event.currentTarget.closest<HTMLElement>('[data-layer]');
        finish(event.key === 'Enter');
        row?.focus();
      }}
    />
  );
}

function detailWords(layer: Layer, t: Words): string {
  const mode =
    layer.kind === 'group' && layer.passThrough
      ? ''
      : layer.blend === 'normal'
        ? ''
        : t(`layers:blendMode.${layer.blend}`);
  const percent = Math.round(layer.opacity * layer.fill * 100);
  const opacity = percent === 100 ? '' : t('layers:percent', { percent });
  return [mode, opacity].filter((part) => part !== '').join(', ');
}
