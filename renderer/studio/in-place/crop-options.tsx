import { useShallow } from 'zustand/react/shallow';
import { DOCUMENT_MAX_SIDE } from '../../../shared/document/index.ts';
import { FRAME_MIN_SIDE } from '../../../shared/frame/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, NumberField, Select } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { OptionValue } from '../tools/option-value.tsx';
import styles from './crop-options.module.css';
import {
  applyCrop,
  CROP_RATIOS,
  changeCrop,
  chooseCropRatio,
  extendByModel,
  reachesBeyond,
  resetCrop,
  useCrop,
} from './crop-store.ts';
import { sizedFrame } from './frame-rules.ts';

/** The new page in numbers and shapes, and what is done with it. */
export function CropOptions() {
  const t = useWords();
  const { rect, ratio } = useCrop(useShallow(({ rect, ratio }) => ({ rect, ratio })));
  const page = useEditor((view) => view.document);
  if (rect === null || page === null) return null;
  const beyond = reachesBeyond(rect, page);
  const side = (of: 'width' | 'height'): React.ReactNode => (
    <OptionValue name={t(`tools:${of}`)} wide>
      <NumberField
        label={t(`in-place:crop.${of}`)}
        value={rect[of]}
        min={FRAME_MIN_SIDE}
        max={DOCUMENT_MAX_SIDE}
        unit="px"
        onChange={(next) =>
          changeCrop(
            sizedFrame(rect, of === 'width' ? next : rect.width, of === 'height' ? next : rect.height),
          )
        }
      />
    </OptionValue>
  );
  return (
    <>
      <span className={styles.ratio}>
        <Select
          label={t('in-place:crop.ratio')}
          value={ratio}
          options={CROP_RATIOS.map((value) => ({
            value,
            label: value === 'free' || value === 'page' ? t(`in-place:crop.${value}`) : value,
          }))}
          onChange={chooseCropRatio}
        />
      </span>
      {side('width')}
      {side('height')}
      {beyond ? (
        <Button look="ghost" size="small" data-tip={t('in-place:crop.extendTip')} onClick={extendByModel}>
          {t('in-place:crop.extend')}
        </Button>
      ) : null}
      <Button look="ghost" size="small" data-tip={t('common:cancel')} data-tip-keys="Esc" onClick={resetCrop}>
        {t('common:cancel')}
      </Button>
      <Button
        look="inverse"
        size="small"
        data-tip={t('in-place:crop.applyTip')}
        data-tip-keys="Enter"
        onClick={applyCrop}
      >
        {t('in-place:crop.apply')}
      </Button>
    </>
  );
}
