import fc from 'fast-check';
import type { OraPixels } from '../../../renderer/engine/ora/pixels.ts';
import { rowsOf, writePng } from '../../../renderer/engine/ora/png/write-png.ts';
import { type ReadOra, readOra } from '../../../renderer/engine/ora/read-ora.ts';
import { writeOra } from '../../../renderer/engine/ora/write-ora.ts';
import {
  BLEND_MODES,
  type DocumentRecord,
  type GroupLayer,
  insertLayer,
  type Layer,
  type LayerId,
  type PixelsId,
  placeGuides,
  type RasterLayer,
} from '../../../shared/document/index.ts';

export interface Drawing {
  readonly document: DocumentRecord;
  readonly pixels: ReadonlyMap<PixelsId, OraPixels>;
  /** RGBA of the whole canvas; clear when nothing is said. */
  readonly merged?: Uint8Array;
}

function joined(parts: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat([...parts]));
}

export function fileOf({ document, pixels, merged }: Drawing): Uint8Array<ArrayBuffer> {
  const { width, height } = document;
  const of = (id: PixelsId): OraPixels => {
    const found = pixels.get(id);
    if (found === undefined) throw new Error(`there are no pixels ${id}`);
    return found;
  };
  const picture = { width, height, bytes: merged ?? new Uint8Array(width * height * 4) };
  const thumbnail = writePng({ width: 1, height: 1, bytes: new Uint8Array(4) }, 4);
  return joined(
    writeOra({
      document,
      rectOf: (id) => of(id).rect,
      pixelsOf(id) {
        const { rect, channels, bytes } = of(id);
        return rowsOf({ width: rect.width, height: rect.height, bytes }, channels);
      },
      merged: rowsOf(picture, 4),
      thumbnail: () => thumbnail,
    }),
  );
}

export function opened(bytes: Uint8Array): Extract<ReadOra, { kind: 'document' }> {
  const read = readOra(bytes);
  if (read.kind === 'refused') throw new Error(`the file was refused: ${read.code}`);
  return read;
}

export const EMPTY: DocumentRecord = { width: 64, height: 48, layers: {}, root: [], selection: null };

const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '🍋 <&> "x" \'y\'', 'a\tb\nc\r', ']]>', '\u0000\u001f', '&amp;', 'ﷺ', '\ud800'),
);
const share = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const place = fc.record({
  x: fc.integer({ min: -90_000, max: 90_000 }),
  y: fc.integer({ min: -90_000, max: 90_000 }),
});
const origin = fc.record({
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  made: fc.constantFrom('trained' as const, 'drawn' as const, 'brought' as const),
});
const common = fc.record({
  name,
  visible: fc.boolean(),
  locked: fc.boolean(),
  opacity: share,
  fill: share,
  blend: fc.constantFrom(...BLEND_MODES),
  clipped: fc.boolean(),
  origins: fc.array(origin, { maxLength: 3 }),
});
const mask = fc.option(
  fc.record({ offset: place, enabled: fc.boolean(), outside: fc.constantFrom(0 as const, 255 as const) }),
);
const guides = fc.array(
  fc.record({
    orientation: fc.constantFrom('horizontal' as const, 'vertical' as const),
    position: fc.integer({ min: -3_200_000, max: 3_200_000 }).map((part) => part / 32),
  }),
  { maxLength: 4 },
);
const size = fc.record({ width: fc.integer({ min: 0, max: 9 }), height: fc.integer({ min: 0, max: 9 }) });
const one = fc.record({
  group: fc.boolean(),
  passThrough: fc.boolean(),
  common,
  mask,
  offset: place,
  origin: place,
  size,
  seed: fc.nat(),
  parent: fc.nat(20),
  index: fc.nat(10),
});

function drawn(
  origin: { x: number; y: number },
  size: { width: number; height: number },
  channels: 1 | 4,
  seed: number,
): OraPixels {
  const isEmpty = size.width === 0 || size.height === 0;
  const rect = isEmpty ? { x: 0, y: 0, width: 0, height: 0 } : { ...origin, ...size };
  const count = rect.width * rect.height * channels;
  const bytes = Uint8Array.from({ length: count }, (_, at) => Math.imul(at + 1 + seed, 2_654_435_761) >>> 24);
  return { rect, channels, bytes };
}

/** Any document there can be, small: groups in groups, all modes, masks, a selection, pixels far off the canvas. */
export const anyDrawing: fc.Arbitrary<Drawing> = fc
  .record({ layers: fc.array(one, { maxLength: 12 }), selected: fc.boolean(), seed: fc.nat(), guides })
  .map(({ layers, selected, seed, guides }) => {
    let document = placeGuides(EMPTY, guides);
    const pixels = new Map<PixelsId, OraPixels>();
    for (const [at, made] of layers.entries()) {
      const maskPixels = `m${at}` as PixelsId;
      if (made.mask !== null) pixels.set(maskPixels, drawn(made.origin, made.size, 1, made.seed));
      const both = {
        ...made.common,
        id: `l${at}` as LayerId,
        mask: made.mask === null ? null : { ...made.mask, pixels: maskPixels },
      };
      const own = `p${at}` as PixelsId;
      const layer: Layer = made.group
        ? ({ ...both, kind: 'group', children: [], passThrough: made.passThrough } satisfies GroupLayer)
        : ({ ...both, kind: 'raster', pixels: own, offset: made.offset } satisfies RasterLayer);
      if (!made.group) pixels.set(own, drawn(made.origin, made.size, 4, made.seed));
      const parent = document.layers[`l${made.parent}` as LayerId];
      const inside = parent?.kind === 'group' ? parent.id : null;
      document = insertLayer(document, layer, { parent: inside, index: made.index });
    }
    if (!selected) return { document, pixels };
    const selection = 's' as PixelsId;
    pixels.set(selection, drawn({ x: 1, y: 2 }, { width: 5, height: 6 }, 1, seed));
    return { document: { ...document, selection }, pixels };
  });
