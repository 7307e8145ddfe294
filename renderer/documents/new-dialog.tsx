import { useState } from 'react';
import { DOCUMENT_MAX_SIDE, NAME_MAX_CHARS } from '../../shared/document/index.ts';
import { goTo } from '../bridge/index.ts';
import { beginDocument, useForm } from '../studio/index.ts';
import { formatPixels, useWords } from '../text/index.ts';
import { Field, NumberField, Segmented, Select } from '../ui/index.ts';
import { form } from '../ui/overlays/index.ts';
import styles from './documents.module.css';
import { FormDialog } from './form-dialog.tsx';
import { FIXED_PRESETS, MODEL_ASPECTS, type Preset, type PresetSize, sizeOf } from './presets.ts';

const BACKGROUNDS = ['white', 'clear'] as const;

export function NewDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const [name, setName] = useState(() => t('tools:untitled'));
  const [size, setSize] = useState<PresetSize>({ width: 2048, height: 2048 });
  const [preset, setPreset] = useState<Preset>('square');
  const [background, setBackground] = useState<(typeof BACKGROUNDS)[number]>('white');
  const [busy, setBusy] = useState(false);
  const off = busy || name.trim() === '';
  const create = async (): Promise<void> => {
    if (off) return;
    setBusy(true);
    const layerName = t('documents:new.layer');
    goTo({ view: 'studio' });
    const made = await beginDocument(
      { ...size, name: name.trim() },
      { ...size, kind: 'blank', layerName, background },
    );
    setBusy(false);
    if (made) onClose();
  };
  return (
    <FormDialog
      title={t('documents:new.title')}
      submitLabel={t('documents:new.create')}
      off={off}
      onSubmit={() => void create()}
      onClose={onClose}
    >
      <div>
        <span className={form.label}>{t('documents:new.name')}</span>
        <Field
          data-primary
          label={t('documents:new.name')}
          maxLength={NAME_MAX_CHARS}
          wrong={name.trim() === ''}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <SizeFields
        preset={preset}
        size={size}
        onChange={(nextPreset, nextSize) => {
          setPreset(nextPreset);
          setSize(nextSize);
        }}
      />
      <div>
        <span className={form.label}>{t('documents:new.background')}</span>
        <Segmented
          label={t('documents:new.background')}
          value={background}
          choices={BACKGROUNDS.map((value) => {
            const label = t(`documents:new.${value}`);
            return { value, label, content: label };
          })}
          onChange={setBackground}
        />
      </div>
    </FormDialog>
  );
}

interface SizeFieldsProps {
  readonly preset: Preset;
  readonly size: PresetSize;
  readonly onChange: (preset: Preset, size: PresetSize) => void;
}

/** A size by its name, or by numbers; changing a number makes it a free one. */
function SizeFields({ preset, size, onChange }: SizeFieldsProps) {
  const t = useWords();
  const quality = useForm((view) => view.quality);
  const detail = (value: Preset) => {
    const { width, height } = sizeOf(value, quality) ?? size;
    return formatPixels(width, height);
  };
  const options = [
    ...FIXED_PRESETS.map((value) => ({
      value: value as Preset,
      label: t(`documents:new.presets.${value}`),
      detail: detail(value),
    })),
    ...MODEL_ASPECTS.map((value) => ({
      value: value as Preset,
      label: t('documents:new.presets.model', { aspect: value }),
      detail: detail(value),
    })),
    { value: 'free' as Preset, label: t('documents:new.presets.free') },
  ];
  return (
    <div>
      <span className={form.label}>{t('documents:new.preset')}</span>
      <Select
        label={t('documents:new.preset')}
        value={preset}
        options={options}
        onChange={(value) => onChange(value, sizeOf(value, quality) ?? size)}
      />
      <div className={`${form.pair} ${styles.sides}`}>
        {(['width', 'height'] as const).map((side) => (
          <div key={side}>
            <span className={form.label}>{t(`documents:new.${side}`)}</span>
            <NumberField
              label={t(`documents:new.${side}`)}
              value={size[side]}
              min={1}
              max={DOCUMENT_MAX_SIDE}
              unit="px"
              onChange={(value) => onChange('free', { ...size, [side]: value })}
            />
          </div>
        ))}
      </div>
      <p className={form.note}>{t('documents:new.bounds')}</p>
    </div>
  );
}
