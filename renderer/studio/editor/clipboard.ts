import type { LayerId, Origin } from '../../../shared/document/index.ts';
import type { Point, Rect } from '../../../shared/geometry/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { runCommand } from './editor-acts.ts';
import { tell } from './editor-link.ts';
import { activeLayer, useEditor } from './editor-store.ts';

/** Where the last copied pixels were, so that they come back to the same place. */
let lastCopied: { readonly rect: Rect; readonly origins: readonly Origin[] } | null = null;

/** The selected pixels of the active layer, with their transparency, on the system's clipboard. */
export async function copySelected(cut: boolean): Promise<void> {
  const layer = activeLayer(useEditor.getState());
  if (layer === null) return;
  const asked = copyOf(layer);
  try {
    // A promise of the picture: the clipboard wants to be asked in the very turn of the key.
    const png = asked.then(({ png }) => png ?? Promise.reject(new Error('nothing is selected')));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    const { rect } = await asked;
    const origins = useEditor.getState().document?.layers[layer]?.origins ?? [];
    lastCopied = rect === null ? null : { rect, origins };
    if (cut) runCommand({ kind: 'clear-pixels', id: layer });
    announce(say(cut ? 'tools:cut' : 'tools:copied'));
  } catch {
    showToast({ icon: 'stop', title: say('tools:copyFailed') });
  }
}

/** Where a pasted picture goes: back to where pixels of its size were copied, else to the middle. */
export function pastePlace({ width, height }: { readonly width: number; readonly height: number }): Point {
  const copied = copiedOf({ width, height });
  if (copied !== null) return { x: copied.rect.x, y: copied.rect.y };
  const { document } = useEditor.getState();
  return {
    x: Math.round(((document?.width ?? width) - width) / 2),
    y: Math.round(((document?.height ?? height) - height) / 2),
  };
}

/** What pixels that were copied here came from: the clipboard carries none of it. Null for what came from elsewhere. */
export function copiedOrigins(size: {
  readonly width: number;
  readonly height: number;
}): readonly Origin[] | null {
  return copiedOf(size)?.origins ?? null;
}

function copiedOf({ width, height }: { readonly width: number; readonly height: number }): typeof lastCopied {
  return lastCopied?.rect.width === width && lastCopied.rect.height === height ? lastCopied : null;
}

/** The pixels of a layer, of which what is selected alone, as a picture; null when there are none. */
export function copyOf(layer: LayerId): Promise<{ readonly png: Blob | null; readonly rect: Rect | null }> {
  return new Promise((resolve) => {
    const stop = useEditor.subscribe((now, before) => {
      if (now.copied === before.copied || now.copied === null) return;
      stop();
      resolve(now.copied);
    });
    tell({ kind: 'copy', layer });
  });
}
