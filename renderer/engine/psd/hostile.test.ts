import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupLayer,
  insertLayer,
  LAYERS_MAX,
  type LayerId,
  NESTING_MAX,
  type PixelsId,
  placeGuides,
  rasterLayer,
  readDocument,
} from '../../../shared/document/index.ts';
import { EMPTY } from '../../../tests/drivers/canvas/ora-files.ts';
import { PSD_LIMITS, psdOf } from '../../../tests/drivers/canvas/psd-files.ts';
import {
  type LayerBytes,
  layerList,
  psd,
  section,
  u16,
  u32,
} from '../../../tests/drivers/hostile/psd-bytes.ts';
import { readPsd } from './read-psd.ts';

const raw = (bytes: number): Uint8Array => Buffer.concat([u16(0), Buffer.alloc(bytes)]);
const zipped = (bytes: Uint8Array): Uint8Array => Buffer.concat([u16(2), deflateSync(bytes)]);
const dot = (change: LayerBytes = {}): LayerBytes => ({
  box: [0, 0, 1, 1],
  channels: [0, 1, 2].map((id) => ({ id, data: raw(1) })),
  name: 'dot',
  ...change,
});
const listed = (...layers: LayerBytes[]) => psd({ list: layerList(layers) });
const end: LayerBytes = { info: [['lsct', u32(3)]] };
const begin: LayerBytes = { info: [['lsct', u32(1)]] };
const nested = (levels: number) =>
  listed(...Array<LayerBytes>(levels).fill(end), dot(), ...Array<LayerBytes>(levels).fill(begin));
const channel = (data: Uint8Array, claims = data.length) => dot({ channels: [{ id: 0, data, claims }] });
const huge = (data: Uint8Array) => dot({ box: [0, 0, 3_000, 3_000], channels: [{ id: 0, data }] });

describe('a file that means no good', () => {
  const whole = psd({});
  it.each([
    ['nothing', new Uint8Array(0), 'not-psd'],
    ['a text', new TextEncoder().encode('hello'), 'not-psd'],
    ['another signature', psd({ head: { signature: '8BPT' } }), 'not-psd'],
    ['the signature alone', whole.subarray(0, 4), 'damaged'],
    ['a version that is none', psd({ head: { version: 3 } }), 'damaged'],
    ['the large kind with short lengths', psd({ head: { version: 2 } }), 'damaged'],
    ['no width', psd({ head: { width: 0 } }), 'damaged'],
    ['no height', psd({ head: { height: 0 } }), 'damaged'],
    ['a side too many', psd({ head: { width: 16_385 } }), 'too-large'],
    ['a side of 2^32', psd({ head: { height: 2 ** 32 - 1 } }), 'too-large'],
    ['no channels', psd({ head: { channels: 0 } }), 'damaged'],
    ['a thousand channels', psd({ head: { channels: 1_000 } }), 'damaged'],
    ['fewer channels than colours', psd({ head: { channels: 2 } }), 'damaged'],
    ['a depth that is none', psd({ head: { depth: 12 } }), 'damaged'],
    ['colours of one bit', psd({ head: { depth: 1 } }), 'damaged'],
    ['a mode that is none', psd({ head: { mode: 5 } }), 'damaged'],
    ['inks of its own', psd({ head: { mode: 7 } }), 'multichannel'],
    ['a large picture of nothing', psd({ head: { width: 3_000, height: 3_000 } }), 'damaged'],
    ['more pixels than may be', psd({ head: { width: 16_384, height: 16_384 } }), 'too-large'],
    ['a picture packed in no way', psd({ composite: Buffer.concat([u16(9), Buffer.alloc(24)]) }), 'damaged'],
    ['a section beyond the file', whole.map((byte, at) => (at === 26 ? 255 : byte)), 'damaged'],
    ['a list of no layers that are there', psd({ list: layerList([], 5) }), 'damaged'],
    ['one layer that is not there', psd({ list: layerList([dot()], 2) }), 'damaged'],
    ['layers without end', psd({ list: layerList([], 32_767) }), 'too-many-layers'],
    ['more layers than a number says', psd({ list: layerList([], -32_768) }), 'too-many-layers'],
    ['one layer too many', listed(...Array<LayerBytes>(LAYERS_MAX + 1).fill({})), 'too-many-layers'],
    ['groups without end', nested(900), 'nested-too-deep'],
    ['one group too deep', nested(NESTING_MAX + 1), 'nested-too-deep'],
    ['a group that only ends', listed(dot(), end), 'damaged'],
    ['a layer that ends before it begins', listed(dot({ box: [5, 5, 1, 1] })), 'damaged'],
    ['a layer around the world', listed(dot({ box: [-(2 ** 31), 0, 2 ** 31 - 1, 1] })), 'damaged'],
    ['a layer beyond the world', listed(dot({ box: [0, 2_000_000, 1, 2_000_001] })), 'damaged'],
    ['a mode of nobody', listed(dot({ mode: 'evil' })), 'document'],
    ['a channel that claims 4 GB', listed(channel(raw(1), 2 ** 32 - 1)), 'damaged'],
    ['a channel of one byte', listed(channel(Buffer.from([0]), 1)), 'damaged'],
    ['a channel too short', listed(dot({ box: [0, 0, 9, 9] })), 'damaged'],
    ['a channel packed in no way', listed(channel(Buffer.concat([u16(7), Buffer.alloc(9)]))), 'damaged'],
    [
      'runs that are too short',
      listed(channel(Buffer.concat([u16(1), u16(2), Buffer.from([0, 0])]))),
      'document',
    ],
    ['runs that are cut', listed(channel(Buffer.concat([u16(1), u16(1), Buffer.from([129, 0])]))), 'damaged'],
    ['a large layer of nothing', listed(huge(raw(9))), 'damaged'],
    ['a large layer of few runs', listed(huge(Buffer.concat([u16(1), Buffer.alloc(900)]))), 'damaged'],
    ['a large layer deflated from little', listed(huge(zipped(Buffer.alloc(90)))), 'damaged'],
    ['a layer deflated from much', listed(channel(zipped(Buffer.alloc(200_000_000)))), 'document'],
    ['no deflated bytes', listed(channel(Buffer.concat([u16(2), Buffer.from('hello')]))), 'damaged'],
    ['a layer larger than may be', listed(dot({ box: [0, 0, 30_000, 30_000] })), 'too-large'],
    ['a mask of nonsense', listed(dot({ mask: Buffer.alloc(20, 0x7f) })), 'damaged'],
  ])('%s', (_name, bytes, outcome) => {
    const read = readPsd(bytes, PSD_LIMITS);
    expect(read.kind === 'refused' ? read.code : read.kind).toBe(outcome);
  });

  it('the deepest groups and the most layers that there may be are read', () => {
    expect(readPsd(nested(NESTING_MAX), PSD_LIMITS).kind).toBe('document');
    expect(readPsd(listed(...Array<LayerBytes>(LAYERS_MAX).fill(dot())), PSD_LIMITS).kind).toBe('document');
  });

  it('many layers of one size count for each', () => {
    const file = listed(...Array<LayerBytes>(30).fill(dot()));
    expect(readPsd(file, { pixelsMaxBytes: 119 })).toMatchObject({ code: 'too-large' });
    expect(readPsd(file, { pixelsMaxBytes: 120 }).kind).toBe('document');
  });

  it('information that is nonsense costs that information alone', () => {
    const keys = ['TySh', 'SoLd', 'lfx2', 'vmsk', 'shmd', 'Patt', 'lnk2', 'PlLd', 'CgEd', 'lrFX'];
    for (const body of [Buffer.alloc(0), Buffer.alloc(64, 0xff), Buffer.alloc(64), u32(2 ** 31)]) {
      const info = keys.map((key) => [key, body] as const);
      expect(readPsd(listed(dot({ info })), PSD_LIMITS).kind).toBe('document');
    }
  });

  it('resources that are nonsense harm nothing', () => {
    const resources = section(Buffer.alloc(40, 0xee));
    expect(readPsd(psd({ resources }), PSD_LIMITS).kind).toBe('document');
  });
});

interface Mutation {
  readonly seed: number;
  readonly at: number;
  readonly length: number;
  readonly how: 'cut' | 'double' | 'zeros' | 'length' | 'swap';
}

function mutated(bytes: Uint8Array, { seed, at: wanted, length, how }: Mutation): Uint8Array {
  const at = wanted % Math.max(1, bytes.length - 4);
  const piece = bytes.subarray(at, at + length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + length)];
  switch (how) {
    case 'cut':
      return Uint8Array.from([...before, ...after]);
    case 'double':
      return Uint8Array.from([...before, ...piece, ...piece, ...after]);
    case 'zeros':
      return Uint8Array.from([...before, ...piece.map(() => 0), ...after]);
    case 'swap':
      return Uint8Array.from([...before, ...piece.toReversed(), ...after]);
    case 'length': {
      const out = Uint8Array.from(bytes);
      new DataView(out.buffer).setUint32(at, [0, 1, 2 ** 31 - 1, 2 ** 32 - 1, seed][seed % 5] ?? 0);
      return out;
    }
  }
}

describe('a whole file, harmed', () => {
  const bytes = Uint8Array.from({ length: 8 * 8 * 4 }, (_, at) => (at * 37) % 256);
  const rect = { x: 1, y: 2, width: 8, height: 8 };
  const mask = { pixels: 'm' as PixelsId, offset: { x: 1, y: 1 }, enabled: true, outside: 255 as const };
  let document = insertLayer(EMPTY, groupLayer('g' as LayerId, 'group'), { parent: null, index: 0 });
  const layer = { ...rasterLayer('a' as LayerId, 'layer', 'p' as PixelsId), mask };
  document = insertLayer(document, layer, { parent: 'g' as LayerId, index: 0 });
  const file = psdOf({
    document: placeGuides(document, [{ orientation: 'vertical', position: 3 }]),
    pixels: new Map([
      ['p' as PixelsId, { rect, channels: 4 as const, bytes }],
      ['m' as PixelsId, { rect, channels: 1 as const, bytes: bytes.subarray(0, 64) }],
    ]),
  });
  /** The merged picture is not read where there are layers. */
  const layersEnd = file.length - (2 + 48 * 4 * 2 + 48 * 4 * 2);

  it('cut anywhere before its layers end, it is never a document', () => {
    for (let at = 0; at < layersEnd; at++) {
      const read = readPsd(file.subarray(0, at), PSD_LIMITS);
      expect(read.kind, `${at} of ${file.length}`).toBe('refused');
    }
  });

  it('cut, doubled, stretched and with lengths that lie, by seed: always an answer, and never more than may be', () => {
    const mutation = fc.record({
      seed: fc.nat(),
      at: fc.nat(file.length - 5),
      length: fc.integer({ min: 1, max: 64 }),
      how: fc.constantFrom('cut', 'double', 'zeros', 'length', 'swap'),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const harmed = mutations.reduce<Uint8Array>((bytes, one) => mutated(bytes, one), file);
        const read = readPsd(harmed, PSD_LIMITS);
        if (read.kind === 'refused') return;
        const total = [...read.pixels.values()].reduce((sum, { bytes: own }) => sum + own.length, 0);
        expect(total).toBeLessThanOrEqual(PSD_LIMITS.pixelsMaxBytes);
        expect(readDocument(JSON.parse(JSON.stringify(read.document))).kind).toBe('document');
      }),
      { numRuns: 1_500, seed: 11 },
    );
  });

  it('with bytes changed anywhere, two thousand times: always an answer', () => {
    const change = fc.array(fc.tuple(fc.nat(layersEnd - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(change, (changes) => {
        const harmed = Uint8Array.from(file);
        for (const [at, value] of changes) harmed[at] = value;
        expect(['document', 'refused']).toContain(readPsd(harmed, PSD_LIMITS).kind);
      }),
      { numRuns: 2_000, seed: 5 },
    );
  });
});
