import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  BLEND_MODES,
  type BlendMode,
  insertLayer,
  type LayerId,
  listLayers,
  type PixelsId,
  type RasterLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { anyDrawing, EMPTY, fileOf, opened } from '../../../tests/drivers/canvas/ora-files.ts';
import type { OraPixels } from './pixels.ts';
import { readOra } from './read-ora.ts';

const layer = (change: Partial<RasterLayer> = {}): RasterLayer => ({
  ...rasterLayer('a' as LayerId, 'Layer', 'p' as PixelsId),
  ...change,
});
const PIXELS: OraPixels = {
  rect: { x: -3, y: 5, width: 2, height: 1 },
  channels: 4,
  bytes: Uint8Array.of(255, 0, 128, 0, 1, 2, 3, 4),
};
const drawing = (change: Partial<RasterLayer> = {}) => ({
  document: insertLayer(EMPTY, layer(change), { parent: null, index: 0 }),
  pixels: new Map([['p' as PixelsId, PIXELS]]),
});

/** The file with some of its entries changed, as another program would write it. */
function rewritten(bytes: Uint8Array, change: (entries: Record<string, Uint8Array>) => void): Uint8Array {
  const entries = unzipSync(bytes);
  change(entries);
  return zipSync(entries);
}
const text = (one: string): Uint8Array => new TextEncoder().encode(one);

describe('a document written and read', () => {
  it('is the same, every record and every pixel', () => {
    fc.assert(
      fc.property(anyDrawing, (one) => {
        const read = opened(fileOf(one));
        expect(read.from).toBe('records');
        expect(read.document).toEqual(JSON.parse(JSON.stringify(one.document)));
        expect(read.pixels).toEqual(one.pixels);
      }),
      { numRuns: 150 },
    );
  });

  it('its bytes depend on it alone', () => {
    expect(fileOf(drawing())).toEqual(fileOf(drawing()));
  });

  it('names its kind where every program looks for it', () => {
    const file = Buffer.from(fileOf(drawing()));
    expect(file.toString('latin1', 30, 54)).toBe('mimetypeimage/openraster');
    expect(file.readUInt16LE(8)).toBe(0);
    expect(Object.keys(unzipSync(file))).toEqual([
      'mimetype',
      'stack.xml',
      'gesso/document.json',
      'data/layer-1.png',
      'mergedimage.png',
      'Thumbnails/thumbnail.png',
    ]);
  });

  it('colours under clear pixels stay as they are', () => {
    expect(opened(fileOf(drawing())).pixels.get('p' as PixelsId)?.bytes).toEqual(PIXELS.bytes);
  });

  it('can be handed over picture by picture', () => {
    const got: string[] = [];
    const read = readOra(fileOf(drawing()), undefined, (id, { rect }) => got.push(`${id} ${rect.width}`));
    expect(got).toEqual(['p 2']);
    expect(read).toMatchObject({ kind: 'document', pixels: new Map() });
  });
});

describe('the stack alone', () => {
  const stackOnly = (bytes: Uint8Array) =>
    opened(rewritten(bytes, (entries) => delete entries['gesso/document.json']));

  it('says the same layers, names, places and modes, and that masks are lost', () => {
    fc.assert(
      fc.property(anyDrawing, (one) => {
        const read = stackOnly(fileOf(one));
        expect(read).toMatchObject({ from: 'stack', modesLost: false });
        const shape = (from: typeof one.document) =>
          listLayers(from).map(({ layer: each, depth }) => ({
            depth,
            kind: each.kind,
            visible: each.visible,
            locked: each.locked,
            blend: each.blend,
          }));
        expect(shape(read.document)).toEqual(shape(one.document));
        for (const each of Object.values(read.document.layers)) expect(each.mask).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it.each(BLEND_MODES.map((mode) => [mode]))('%s keeps its name', (blend: BlendMode) => {
    const { document } = stackOnly(fileOf(drawing({ blend })));
    expect(Object.values(document.layers)[0]?.blend).toBe(blend);
  });

  it.each([['🍋 <&> "x" \'y\''], ['a\tb\nc'], [']]>'], ['  spaces  ']])('%j is a name', (name) => {
    const { document } = stackOnly(fileOf(drawing({ name })));
    expect(Object.values(document.layers)[0]?.name).toBe(name);
  });

  it('places pixels where they are in the document', () => {
    const { document, pixels } = stackOnly(fileOf(drawing({ offset: { x: 10, y: -20 } })));
    expect(Object.values(document.layers)[0]).toMatchObject({ offset: { x: 7, y: -15 } });
    expect([...pixels.values()][0]?.rect).toEqual({ x: 0, y: 0, width: 2, height: 1 });
  });

  it('is believed when another program has changed it since', () => {
    const file = rewritten(fileOf(drawing()), (entries) => {
      const stack = new TextDecoder().decode(entries['stack.xml']);
      entries['stack.xml'] = text(stack.replace('name="Layer"', 'name="Theirs"'));
    });
    expect(Object.values(opened(file).document.layers)[0]?.name).toBe('Theirs');
  });

  it('is believed when a picture is not what the records say', () => {
    const file = rewritten(fileOf(drawing()), (entries) => {
      entries['data/layer-1.png'] = entries['Thumbnails/thumbnail.png'] ?? new Uint8Array(0);
    });
    expect(opened(file).from).toBe('stack');
  });

  it('a mode from elsewhere is normal, and that is said', () => {
    const file = rewritten(fileOf(drawing()), (entries) => {
      const stack = new TextDecoder().decode(entries['stack.xml']);
      entries['stack.xml'] = text(stack.replace('svg:src-over', 'krita:bumpmap'));
    });
    expect(opened(file)).toMatchObject({ modesLost: true });
  });
});
