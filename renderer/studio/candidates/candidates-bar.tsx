import { ChevronLeft, ChevronRight, ChevronUp, CircleSlash, RefreshCw } from 'lucide-react';
import { lazy, type RefObject, Suspense, useId, useState } from 'react';
import { patiently, thumbnailAddress, useProgress } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, native, ProgressRing, text } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { shortPriceWords } from '../form/price-words.ts';
import { StageRow } from '../in-place/stage-row.tsx';
import { isInDocument } from '../in-place/use-staging.ts';
import styles from './candidates-bar.module.css';
import { acceptCandidate, cancelRun, discardRun, priceNow, regenerate } from './decisions.ts';
import { chooseCandidate } from './run-store.ts';
import { nextPicture, type Run, type Slot } from './runs.ts';

const AcceptMenu = lazy(() =>
  patiently(async () => ({ default: (await import('../in-place/accept-menu.tsx')).AcceptMenu })),
);

interface CandidatesBarProps {
  readonly run: Run;
  readonly slot: Slot | null;
  readonly left: number;
  readonly top: number;
  readonly ref: RefObject<HTMLDivElement | null>;
}

export function CandidatesBar({ run, slot, left, top, ref }: CandidatesBarProps) {
  const t = useWords();
  const documentId = useEditor((view) => view.id);
  const isStaged = isInDocument(run, documentId);
  const isElsewhere = run.input.place !== null && !isStaged;
  const outcome = useEditor((view) =>
    isStaged && slot?.kind === 'picture' ? view.staged[slot.picture.pictureId] : undefined,
  );
  const step = (direction: 1 | -1): void =>
    chooseCandidate(run.id, nextPicture(run, slot?.ordinal ?? 0, direction));
  return (
    <div
      ref={ref}
      className={styles.bar}
      style={{ left, top }}
      data-staged={isStaged || isElsewhere || undefined}
      role="toolbar"
      aria-label={t('studio:candidates.bar')}
      onKeyDown={(event) => {
        // Radios and fields have arrows of their own.
        if (!(event.target instanceof HTMLButtonElement)) return;
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        step(event.key === 'ArrowRight' ? 1 : -1);
      }}
    >
      {isElsewhere ? <p className={styles.elsewhere}>{t('in-place:stage.elsewhere')}</p> : null}
      {isStaged && slot?.kind === 'picture' ? <StageRow pictureId={slot.picture.pictureId} /> : null}
      <div className={styles.acts}>
        <Slots run={run} slot={slot} />
        <span className={styles.line} />
        <IconButton
          label={t('studio:candidates.previous')}
          keys={t('common:keys.left')}
          onClick={() => step(-1)}
        >
          <Icon of={ChevronLeft} />
        </IconButton>
        <IconButton label={t('studio:candidates.next')} keys={t('common:keys.right')} onClick={() => step(1)}>
          <Icon of={ChevronRight} />
        </IconButton>
        <span className={styles.line} />
        {run.open ? (
          <Button look="ghost" onClick={() => void cancelRun(run)}>
            {t('common:cancel')}
          </Button>
        ) : (
          <>
            <Button
              look="ghost"
              data-tip={t('studio:candidates.regenerate')}
              data-tip-keys="R"
              onClick={() => void regenerate(run)}
            >
              <Icon of={RefreshCw} size={14} />
              <span className={text.hidden}>{t('studio:candidates.regenerate')}</span>{' '}
              <span className={text.numbers}>{shortPriceWords(priceNow(run))}</span>
            </Button>
            <Button
              look="ghost"
              data-tip={t('studio:candidates.discardTip')}
              data-tip-keys="Esc"
              onClick={() => void discardRun(run)}
            >
              {t('studio:candidates.discard')}
            </Button>
          </>
        )}
        <Button
          look="inverse"
          off={!isElsewhere && (slot?.kind !== 'picture' || isNotReady(outcome?.kind))}
          {...(isElsewhere ? {} : { 'data-tip': t('studio:candidates.acceptTip'), 'data-tip-keys': 'Enter' })}
          onClick={() => void acceptCandidate(run, slot)}
        >
          {t(acceptWords(isElsewhere, outcome?.kind))}
        </Button>
        {isStaged && slot?.kind === 'picture' ? (
          <AcceptMore run={run} slot={slot} masks={outcome?.kind === 'kept'} />
        ) : null}
      </div>
    </div>
  );
}

function isNotReady(outcome: string | undefined): boolean {
  return outcome === 'working' || outcome === 'refused';
}

function acceptWords(isElsewhere: boolean, outcome: string | undefined) {
  if (isElsewhere) return 'in-place:stage.openDocument';
  return outcome === 'unrelated' ? 'in-place:accept.whole' : 'studio:candidates.accept';
}

interface AcceptMoreProps {
  readonly run: Run;
  readonly slot: Slot;
  readonly masks: boolean;
}

/** The other ways, behind a press; they come with the first one, so that the first script stays small. */
function AcceptMore({ run, slot, masks }: AcceptMoreProps) {
  const t = useWords();
  const [opened, setOpened] = useState(false);
  const several = run.slots.filter((each) => each.kind === 'picture').length > 1;
  if (!masks && !several) return null;
  const trigger = (
    <IconButton label={t('in-place:accept.more')} aria-haspopup="menu" onClick={() => setOpened(true)}>
      <Icon of={ChevronUp} />
    </IconButton>
  );
  if (!opened) return trigger;
  return (
    <Suspense fallback={trigger}>
      <AcceptMenu trigger={trigger} run={run} slot={slot} masks={masks} several={several} />
    </Suspense>
  );
}

function Slots({ run, slot }: { readonly run: Run; readonly slot: Slot | null }) {
  const t = useWords();
  const name = useId();
  return (
    <div className={styles.slots} role="radiogroup" aria-label={t('studio:candidates.candidate')}>
      {run.slots.map((each) => (
        <label key={each.ordinal} className={styles.slot}>
          <input
            type="radio"
            className={`${native.covering} ${styles.input}`}
            name={name}
            aria-label={t(`studio:candidates.name.${each.kind}`, {
              number: each.ordinal + 1,
              count: run.slots.length,
            })}
            checked={each.ordinal === slot?.ordinal}
            onChange={() => chooseCandidate(run.id, each.ordinal)}
          />
          <SlotFace run={run} slot={each} />
        </label>
      ))}
    </div>
  );
}

function SlotFace({ run, slot }: { readonly run: Run; readonly slot: Slot }) {
  const t = useWords();
  const progress = useProgress(run.id);
  if (slot.kind === 'picture') {
    return (
      <span className={styles.face}>
        <img
          className={styles.picture}
          src={thumbnailAddress(slot.picture.sha256)}
          alt=""
          draggable={false}
        />
        <span className={styles.number}>{slot.ordinal + 1}</span>
      </span>
    );
  }
  if (slot.kind === 'returned') {
    return (
      <span className={`${styles.face} ${styles.returned}`}>
        <Icon of={CircleSlash} size={12} />
        {t('studio:candidates.returned')}
      </span>
    );
  }
  const making = progress?.ordinal === slot.ordinal;
  const count = run.slots.length;
  const fraction = progress?.fraction ?? null;
  // The run's fraction covers all pictures; a slot's ring shows its own share of it.
  const own = fraction === null ? null : Math.min(1, Math.max(0, fraction * count - slot.ordinal));
  return (
    <span className={`${styles.face} ${styles.waiting}`}>
      <ProgressRing fraction={making ? own : null} />
    </span>
  );
}
