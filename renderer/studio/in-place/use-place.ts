import { useShallow } from 'zustand/react/shallow';
import type { Place } from '../../../shared/contracts/desktop/index.ts';
import type { Model, Quality } from '../../../shared/operations/index.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { useForm } from '../form/form-store.ts';
import { useFrame } from './frame-store.ts';
import { type PlaceObstacle, placeOf } from './place-of.ts';

/** Where the form's run takes effect in the open document; null for a picture of its own, a code where it can't be. */
export function usePlace(
  model: Model | undefined,
  quality: Quality | undefined,
): Place | PlaceObstacle | null {
  const act = useForm((form) => form.act);
  const frame = useFrame((store) => store.frame);
  const { documentId, document, layer, isSelected } = useEditor(
    useShallow((view) => ({
      documentId: view.id,
      document: view.document,
      layer: activeLayer(view),
      isSelected: view.selection !== null,
    })),
  );
  if (act === null || document === null || documentId === null) return null;
  if (model === undefined || quality === undefined || frame === null) return 'frame-wrong';
  return placeOf({ act, documentId, document, frame, layer, isSelected }, model, quality);
}
