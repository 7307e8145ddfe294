import { useState } from 'react';
import { addGuide, useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { NumberField, Segmented } from '../ui/index.ts';
import { form } from '../ui/overlays/index.ts';
import { FormDialog } from './form-dialog.tsx';

const ORIENTATIONS = ['vertical', 'horizontal'] as const;
/** As far from the page as a guide may be. */
const PLACE_MAX = 1_000_000;

/** A guide by number; it begins in the middle of the page. */
export function GuideDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const page = useEditor((view) => view.document);
  const [orientation, setOrientation] = useState<(typeof ORIENTATIONS)[number]>('vertical');
  const [typed, setTyped] = useState<number | null>(null);
  if (page === null) return null;
  const middle = Math.round((orientation === 'vertical' ? page.width : page.height) / 2);
  const position = typed ?? middle;
  return (
    <FormDialog
      title={t('documents:guide.title')}
      submitLabel={t('documents:guide.add')}
      off={false}
      onSubmit={() => {
        addGuide({ orientation, position });
        onClose();
      }}
      onClose={onClose}
    >
      <div>
        <span className={form.label}>{t('documents:guide.orientation')}</span>
        <Segmented
          label={t('documents:guide.orientation')}
          value={orientation}
          choices={ORIENTATIONS.map((value) => {
            const label = t(`documents:guide.${value}`);
            return { value, label, content: label };
          })}
          onChange={setOrientation}
        />
      </div>
      <div>
        <span className={form.label}>{t('documents:guide.position')}</span>
        <NumberField
          label={t('documents:guide.position')}
          value={position}
          min={-PLACE_MAX}
          max={PLACE_MAX}
          unit="px"
          onChange={setTyped}
        />
        <p className={form.note}>{t(`documents:guide.from.${orientation}`)}</p>
      </div>
    </FormDialog>
  );
}
