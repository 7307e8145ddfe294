import { useQuery } from '@tanstack/react-query';
import { useShallow } from 'zustand/react/shallow';
import type { ViewSize } from '../../../shared/geometry/index.ts';
import { pixelSize } from '../../../shared/operations/pixel-size.ts';
import {
  jobsQuery,
  pictureQuery,
  previewAddress,
  queryClient,
  settingsQuery,
  shownAddress,
  thumbnailAddress,
  useProgress,
} from '../../bridge/index.ts';
import { pictureTitle, say, useWords } from '../../text/index.ts';
import { useRunStore } from '../candidates/run-store.ts';
import type { Run, Slot } from '../candidates/runs.ts';
import styles from './canvas.module.css';
import { Crossfade } from './crossfade.tsx';
import { currentViewport, useView } from './view-store.ts';

/** What stands on the canvas: a candidate or its rough version, or the accepted picture. */
export interface Shown {
  readonly title: string;
  readonly size: ViewSize;
  readonly src: string | null;
  /** Said on the empty board while there is nothing to see yet. */
  readonly making?: string;
  readonly rough: string | null;
  /** Its file is gone, and what is seen is its thumbnail. */
  readonly missing?: boolean;
}

/** The Studio's own picture, or null while there is none. */
export function useAccepted(): Shown | null {
  const { data: settings } = useQuery(settingsQuery);
  const id = settings?.studioPictureId ?? null;
  const { data: details } = useQuery({ ...pictureQuery(id ?? ''), enabled: id !== null });
  if (id === null || details === undefined) return null;
  const { sha256, width, height } = details.picture;
  const title = pictureTitle(details.fullPrompt);
  return {
    title,
    missing: details.file.missing,
    size: { width, height },
    src: shownAddress(sha256),
    rough: thumbnailAddress(sha256),
  };
}

/** Its id, for acts on it; null while there is none. */
export function studioPicture(): string | null {
  return queryClient.getQueryData(settingsQuery.queryKey)?.studioPictureId ?? null;
}

/** What the looked-at run shows now. */
export function useRunShown(run: Run | null, slot: Slot | null): Shown | null {
  const progress = useProgress(run?.id ?? null);
  const { data: jobs } = useQuery(jobsQuery);
  if (run === null) return null;
  const queued = jobs?.find((job) => job.id === run.id)?.state === 'queued';
  const title = pictureTitle(run.prompt);
  if (slot?.kind === 'picture') {
    const { sha256, width, height } = slot.picture;
    return { title, size: { width, height }, src: shownAddress(sha256), rough: thumbnailAddress(sha256) };
  }
  const preview = progress?.previews.find((each) => each.ordinal === slot?.ordinal);
  const src = preview === undefined ? null : previewAddress(run.id, preview.ordinal, preview.version);
  // Siblings have one size, whatever was asked for; before the first, the asked size is the best guess.
  const sibling = run.slots.find((each) => each.kind === 'picture');
  const asked = pixelSize(run.input.quality, run.input.aspect);
  const size =
    sibling?.kind === 'picture' ? { width: sibling.picture.width, height: sibling.picture.height } : asked;
  const making = makingWords(queued, progress?.ordinal ?? null, slot, run.slots.length);
  return { title, size, src, rough: null, making };
}

function makingWords(queued: boolean, making: number | null, slot: Slot | null, count: number): string {
  if (making === null) return say(queued ? 'jobs:state.waiting' : 'jobs:state.starting');
  if (slot !== null && slot.ordinal !== making) return say('jobs:state.waiting');
  return say('jobs:making', { number: making + 1, count });
}

interface BoardProps {
  readonly shown: Shown;
  readonly name: string;
  /** The accepted picture, shown in place while it is compared. */
  readonly accepted: Shown | null;
}

export function Board({ shown, name, accepted }: BoardProps) {
  const t = useWords();
  const viewport = useView(useShallow(currentViewport));
  const comparing = useRunStore((store) => store.comparing);
  const { width, height } = shown.size;
  const style = {
    left: viewport.x,
    top: viewport.y,
    width: width * viewport.zoom,
    height: height * viewport.zoom,
  };
  return (
    <div className={styles.board} style={style}>
      <span className={styles.tag}>
        {comparing && accepted !== null ? t('studio:canvas.original') : tagOf(shown)}
      </span>
      {shown.src === null ? (
        <span className={styles.making}>{shown.making}</span>
      ) : (
        <Crossfade
          src={shown.src}
          rough={shown.rough}
          alt={name}
          instead={comparing ? (accepted?.src ?? null) : null}
          pixelated={viewport.zoom * devicePixelRatio >= 3}
        />
      )}
    </div>
  );
}

function tagOf({ title, missing }: Shown): string {
  return missing ? say('studio:canvas.missing', { title }) : title;
}
