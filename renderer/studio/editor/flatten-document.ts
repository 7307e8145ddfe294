import type { Exporting } from '../../bridge/index.ts';
import type { FlattenOutcome } from '../../engine/protocol/index.ts';
import { studioPicture } from '../canvas/board.tsx';
import { tell } from './editor-link.ts';
import { useEditor } from './editor-store.ts';
import { askToFlatten } from './engine-answers.ts';

/** What an export or a copy in the Studio is of: the open document, else its picture; null when there is neither. */
export function studioSubject(): Exporting | null {
  if (useEditor.getState().id !== null) return { kind: 'document' };
  const id = studioPicture();
  return id === null ? null : { kind: 'picture', id };
}

export type Flattening =
  | (Extract<FlattenOutcome, { kind: 'made' }> & { readonly id: string })
  | Exclude<FlattenOutcome, { kind: 'made' }>;

/** The open document as one picture, which the desktop keeps for an export as well. One that is still being opened is awaited. */
export async function flattenDocument(): Promise<Flattening> {
  const id = await openedDocument();
  if (id === null) return { kind: 'not-found' };
  const outcome = await askToFlatten(tell, id);
  return outcome.kind === 'made' ? { ...outcome, id } : outcome;
}

/** Null when there is none, or it could not be opened. */
function openedDocument(): Promise<string | null> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { id, document, failure } = useEditor.getState();
      const isSettled = id === null || document !== null || failure !== null;
      if (isSettled) resolve(document === null ? null : id);
      return isSettled;
    };
    if (look()) return;
    const stop = useEditor.subscribe(() => {
      if (look()) stop();
    });
  });
}
