import { useEffect } from 'react';
import type { LayerId } from '../../../shared/document/index.ts';
import type { StagedPicture } from '../../engine/protocol/index.ts';
import { type LookedAt, useRunStore } from '../candidates/run-store.ts';
import type { CandidatePicture, Run } from '../candidates/runs.ts';
import { tell } from '../editor/editor-link.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useStage, viewOf } from './stage-store.ts';

/** True for a run that was asked for in the document that is open. */
export function isInDocument(run: Run | null, documentId: string | null): boolean {
  return run !== null && documentId !== null && run.input.place?.documentId === documentId;
}

export function stagedOf(run: Run, picture: CandidatePicture): StagedPicture | null {
  const { place } = run.input;
  if (place === null) return null;
  const { act, frameId, frame, window, layerId } = place;
  const { pictureId, sha256 } = picture;
  return { pictureId, sha256, act, frameId, frame, window, layerId: layerId as LayerId | null };
}

/** Keeps the engine showing, in the open document, the candidate that is looked at; nothing of it is a step. */
export function useStaging({ run, slot }: LookedAt): void {
  const documentId = useEditor((view) => view.id);
  const isOpen = useEditor((view) => view.document !== null);
  const originX = useEditor((view) => view.document?.origin?.x ?? 0);
  const isHeld = useRunStore((store) => store.comparing);
  const { look, split, gain, picture } = useStage();
  const wanted =
    isOpen && run !== null && slot?.kind === 'picture' && isInDocument(run, documentId)
      ? stagedOf(run, slot.picture)
      : null;
  const key = wanted === null ? null : `${documentId} ${wanted.pictureId}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of what is wanted.
  useEffect(() => {
    useStage.setState({ picture: wanted });
    if (wanted === null && isOpen) tell({ kind: 'stage', picture: null, view: { kind: 'original' } });
  }, [key, isOpen]);
  useEffect(() => {
    if (picture === null) return;
    const view = viewOf({ look, split, gain, picture }, originX, isHeld);
    tell({ kind: 'stage', picture, view });
  }, [picture, look, split, gain, originX, isHeld]);
}
