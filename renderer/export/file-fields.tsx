import { Check } from 'lucide-react';
import {
  EXPORT_FORMATS,
  EXPORT_PROFILES,
  type ExportFormat,
  isLayered,
  isLossy,
  LAYERED_FORMATS,
  type LayeredFormat,
} from '../../shared/pictures/index.ts';
import { formatPixels, useWords } from '../text/index.ts';
import { Icon, Segmented, Select, Slider } from '../ui/index.ts';
import { form } from '../ui/overlays/index.ts';
import { Checkbox } from './checkbox.tsx';
import { choose, useExportChoices } from './export-choices.ts';
import styles from './export-dialog.module.css';
import { SCALES, type Scale, scaledSize } from './export-rules.ts';
import type { ExportSubject } from './export-subject.ts';

interface FileFieldsProps {
  readonly subject: ExportSubject;
  readonly format: ExportFormat | LayeredFormat;
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
  readonly includePrompt: boolean;
  readonly onIncludePrompt: (included: boolean) => void;
}

/** What the file is: its format, size, profile, quality, and what it tells. */
export function FileFields(props: FileFieldsProps) {
  const t = useWords();
  const { format, subject } = props;
  const layered = isLayered(format);
  const { profile } = useExportChoices();
  // Layers stay as they are: at their size, in their colours.
  const scales = layered ? (['1'] as const) : SCALES;
  const profiles = layered ? (['keep'] as const) : EXPORT_PROFILES;
  const formats = subject.of.kind === 'document' ? [...EXPORT_FORMATS, ...LAYERED_FORMATS] : EXPORT_FORMATS;
  return (
    <>
      <div>
        <span className={form.label}>{t('export:format')}</span>
        <Segmented
          label={t('export:format')}
          value={format}
          choices={formats.map((value) => {
            const label = t(`export:formats.${value}`);
            return { value, label, content: label };
          })}
          onChange={(value) => choose({ format: value })}
        />
      </div>
      <div className={form.pair}>
        <div>
          <span className={form.label}>{t('export:size')}</span>
          <Select
            label={t('export:size')}
            value={props.scale}
            options={scales.map((value) => {
              const { width, height } = scaledSize(props.subject, Number(value));
              return {
                value,
                label: t('export:percent', { percent: Number(value) * 100 }),
                detail: t('export:pixels', { size: formatPixels(width, height) }),
              };
            })}
            onChange={props.onScale}
          />
        </div>
        <div>
          <span className={form.label}>{t('export:profile')}</span>
          <Select
            label={t('export:profile')}
            value={layered ? 'keep' : profile}
            options={profiles.map((value) => ({ value, label: t(`export:profiles.${value}`) }))}
            onChange={(value) => choose({ profile: value })}
          />
        </div>
      </div>
      <Quality format={format} />
      <div>
        <span className={form.label}>{t('export:metadata')}</span>
        <p className={styles.always}>
          <Icon of={Check} />
          {t(`export:${props.subject.told}`)}
        </p>
        {props.subject.of.kind === 'picture' ? (
          <Checkbox
            label={t('export:includePrompt')}
            checked={props.includePrompt}
            onChange={props.onIncludePrompt}
          />
        ) : null}
      </div>
    </>
  );
}

/** The row stays where it is for every format, so that nothing under the pointer moves. */
function Quality({ format }: Pick<FileFieldsProps, 'format'>) {
  const t = useWords();
  const { quality } = useExportChoices();
  const layered = isLayered(format);
  const lossy = !layered && isLossy(format);
  return (
    <div className={styles.quality}>
      <span className={styles.head}>
        <span className={form.label}>{t('export:quality')}</span>
        {lossy ? <span className={styles.number}>{quality}</span> : null}
      </span>
      {lossy ? (
        <Slider
          label={t('export:quality')}
          value={quality}
          min={1}
          max={100}
          step={1}
          valueText={String(quality)}
          onChange={(value) => choose({ quality: value })}
        />
      ) : (
        <p className={styles.lossless}>{t(layered ? 'export:layersKept' : 'export:lossless')}</p>
      )}
    </div>
  );
}
