import { FRAME_ACTS, type FrameAct } from '../../../shared/frame/index.ts';
import { useWords } from '../../text/index.ts';
import { Select } from '../../ui/index.ts';
import { chooseAct } from './frame-store.ts';
import styles from './operation-select.module.css';

/** What Generate does while a document is open. */
export function OperationSelect({ act }: { readonly act: FrameAct | null }) {
  const t = useWords();
  const values = ['none', ...FRAME_ACTS] as const;
  return (
    <span className={styles.operation}>
      <Select
        label={t('in-place:operation')}
        value={act ?? 'none'}
        options={values.map((value) => ({
          value,
          label: t(`in-place:act.${value}`),
          detail: t(`in-place:actDetail.${value}`),
        }))}
        onChange={(value) => chooseAct(value === 'none' ? null : value)}
      />
    </span>
  );
}
