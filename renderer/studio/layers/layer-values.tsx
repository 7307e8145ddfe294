import { Lock, LockOpen } from 'lucide-react';
import { BLEND_MODES, type BlendMode, type Layer } from '../../../shared/document/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, NumberField, Select } from '../../ui/index.ts';
import { patchChosen, previewChosen } from '../editor/layer-acts.ts';
import styles from './layers.module.css';

const PASS_THROUGH = 'pass-through';

/** How the active layer meets what is beneath it; a change is one for everything that is chosen. */
export function LayerValues({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const modes = BLEND_MODES.map((value) => ({ value, label: t(`layers:blendMode.${value}`) }));
  const options: readonly { value: BlendMode | typeof PASS_THROUGH; label: string }[] =
    layer.kind === 'group' ? [{ value: PASS_THROUGH, label: t('layers:passThrough') }, ...modes] : modes;
  // Of several layers only groups can pass through; the others take no notice.
  const change = (value: BlendMode | typeof PASS_THROUGH): void =>
    patchChosen(value === PASS_THROUGH ? { passThrough: true } : { blend: value, passThrough: false });
  return (
    <div className={styles.values}>
      <Select
        label={t('layers:blend')}
        value={layer.kind === 'group' && layer.passThrough ? PASS_THROUGH : layer.blend}
        options={options}
        onChange={change}
      />
      <NumberField
        label={t('layers:opacity')}
        value={Math.round(layer.opacity * 100)}
        min={0}
        max={100}
        unit="%"
        onScrub={(percent) => previewChosen(percent === null ? null : { opacity: percent / 100 })}
        onChange={(percent) => patchChosen({ opacity: percent / 100 })}
      />
      <IconButton
        label={t(layer.locked ? 'layers:unlockActive' : 'layers:lockActive')}
        aria-pressed={layer.locked}
        onClick={() => patchChosen({ locked: !layer.locked })}
      >
        <Icon of={layer.locked ? Lock : LockOpen} />
      </IconButton>
    </div>
  );
}
