import type { OraPixels } from '../../../renderer/engine/ora/pixels.ts';
import { rowsOf } from '../../../renderer/engine/ora/png/write-png.ts';
import { type ReadPsd, readPsd } from '../../../renderer/engine/psd/read-psd.ts';
import { writePsd } from '../../../renderer/engine/psd/write-psd.ts';
import type { PixelsId } from '../../../shared/document/index.ts';
import type { Drawing } from './ora-files.ts';

export const PSD_LIMITS = { pixelsMaxBytes: 50_000_000 };

export function psdOf({ document, pixels, merged }: Drawing): Uint8Array<ArrayBuffer> {
  const { width, height } = document;
  const of = (id: PixelsId): OraPixels => {
    const found = pixels.get(id);
    if (found === undefined) throw new Error(`there are no pixels ${id}`);
    return found;
  };
  const picture = { width, height, bytes: merged ?? new Uint8Array(width * height * 4) };
  const steps = writePsd({
    document,
    rectOf: (id) => of(id).rect,
    pixelsOf(id) {
      const { rect, channels, bytes } = of(id);
      return rowsOf({ width: rect.width, height: rect.height, bytes }, channels);
    },
    merged: rowsOf(picture, 4),
  });
  const parts: Uint8Array[] = [];
  for (let step = steps.next(); ; step = steps.next()) {
    // The head is known last.
    if (step.done === true) return Uint8Array.from(Buffer.concat([step.value, ...parts]));
    parts.push(step.value);
  }
}

export function openedPsd(bytes: Uint8Array): Extract<ReadPsd, { kind: 'document' }> {
  const read = readPsd(bytes, PSD_LIMITS);
  if (read.kind === 'refused') throw new Error(`the file was refused: ${read.code}`);
  return read;
}
