import { layeredFormatOf } from '../../../shared/pictures/index.ts';
import { type Converted, type LostInPsd, lostInPsd } from '../../engine/protocol/index.ts';
import { type EditorView, useEditor } from './editor-store.ts';

/** What the person has to be asked before the document's own file is written. */
export type SaveQuestion =
  /** By its name it is of a kind that is read here and never written. */
  | { readonly kind: 'not-writable' }
  /** Another program made it: what was converted when it was opened would be gone from it. */
  | {
      readonly kind: 'foreign';
      /** Empty when nothing was, or when that was in an earlier run. */
      readonly converted: readonly Converted[];
      readonly lost: readonly LostInPsd[];
    }
  /** Something is lost that nobody has agreed to yet. */
  | { readonly kind: 'lost'; readonly lost: readonly LostInPsd[] };

/** Null when nothing has to be asked. */
export function questionBeforeSave(
  view: Pick<EditorView, 'file' | 'document' | 'savedHere' | 'converted' | 'psdAgreed'>,
): SaveQuestion | null {
  const { file, document, savedHere, converted, psdAgreed } = view;
  if (file === null || document === null) return null;
  const format = layeredFormatOf(file.name);
  if (format === null) return { kind: 'not-writable' };
  if (format !== 'psd') return null;
  const lost = lostInPsd(document);
  if (!savedHere && psdAgreed === null) return { kind: 'foreign', converted, lost };
  return lost.every((one) => psdAgreed?.includes(one)) ? null : { kind: 'lost', lost };
}

/** The person has read what a Photoshop file will not keep of the document as it is now. */
export function agreeToPsd(): void {
  const { document, psdAgreed } = useEditor.getState();
  if (document === null) return;
  useEditor.setState({ psdAgreed: [...new Set([...(psdAgreed ?? []), ...lostInPsd(document)])] });
}
