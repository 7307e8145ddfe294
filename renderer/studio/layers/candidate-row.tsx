import { Eye, EyeOff } from 'lucide-react';
import { thumbnailAddress } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton } from '../../ui/index.ts';
import { compare, useLookedAt, useRunStore } from '../candidates/run-store.ts';
import { useStage } from '../in-place/stage-store.ts';
import styles from './layers.module.css';

/** Above the layers while a candidate is shown in the document: it looks like one and is none. */
export function CandidateRow() {
  const isStaged = useStage((stage) => stage.picture !== null);
  return isStaged ? <Row /> : null;
}

function Row() {
  const t = useWords();
  const { slot } = useLookedAt();
  const isHidden = useRunStore((store) => store.comparing);
  if (slot?.kind !== 'picture') return null;
  const name = t('in-place:stage.candidate', { number: slot.ordinal + 1 });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own frame.
    <div
      className={`${styles.row} ${styles.candidate}`}
      role="group"
      aria-label={name}
      data-hidden={isHidden || undefined}
    >
      <IconButton
        size="small"
        label={t(isHidden ? 'in-place:stage.show' : 'in-place:stage.hide')}
        keys="\\"
        aria-pressed={!isHidden}
        onClick={() => compare(!isHidden)}
      >
        <Icon of={isHidden ? EyeOff : Eye} size={14} />
      </IconButton>
      <span className={styles.thumbnail}>
        <img src={thumbnailAddress(slot.picture.sha256)} alt="" draggable={false} />
      </span>
      <span className={styles.name}>
        {name}
        <small className={styles.detail}>{t('in-place:stage.notAccepted')}</small>
      </span>
    </div>
  );
}
