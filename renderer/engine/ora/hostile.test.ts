import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  LAYERS_MAX,
  type LayerId,
  NESTING_MAX,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { fileOf } from '../../../tests/drivers/canvas/ora-files.ts';
import { crc32 } from './crc32.ts';
import { ORA_LIMITS } from './pixels.ts';
import { readPng } from './png/read-png.ts';
import { writePng } from './png/write-png.ts';
import { readOra } from './read-ora.ts';

const text = (one: string): Uint8Array => new TextEncoder().encode(one);
const MIMETYPE = text('image/openraster');
const DOT = writePng({ width: 1, height: 1, bytes: Uint8Array.of(1, 2, 3, 4) }, 4);

function zipped(entries: Record<string, Uint8Array>): Uint8Array {
  return zipSync({ mimetype: [MIMETYPE, { level: 0 }], ...entries });
}
function stacked(
  inside: string,
  entries: Record<string, Uint8Array> = { 'a.png': DOT },
  size = 'w="4" h="4"',
) {
  return zipped({ 'stack.xml': text(`<image ${size}><stack>${inside}</stack></image>`), ...entries });
}
const LAYER = '<layer src="a.png"/>';

/** A PNG whose header and data say different things. */
function claimed(width: number, height: number, data: Uint8Array): Uint8Array {
  const chunk = (type: string, bytes: Uint8Array): Buffer => {
    const out = Buffer.alloc(12 + bytes.length);
    out.writeUInt32BE(bytes.length);
    out.write(type, 4, 'latin1');
    out.set(bytes, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + bytes.length)), 8 + bytes.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a file that means no good', () => {
  const bomb = deflateSync(Buffer.alloc(300_000_000), { level: 9 });
  const deep = (levels: number): string => '<stack>'.repeat(levels) + LAYER + '</stack>'.repeat(levels);

  it.each([
    ['nothing', new Uint8Array(0), 'not-ora'],
    ['a text', text('hello'), 'not-ora'],
    ['a zip of something else', zipSync({ 'a.txt': text('a') }), 'not-ora'],
    ['another kind', zipSync({ mimetype: text('application/epub+zip') }), 'not-ora'],
    ['no stack', zipped({}), 'bad-stack'],
    ['a stack that is no XML', zipped({ 'stack.xml': text('{"layers":[]}') }), 'bad-stack'],
    [
      'another outermost element',
      zipped({ 'stack.xml': text('<svg w="1" h="1"><stack/></svg>') }),
      'bad-stack',
    ],
    [
      'a document type',
      zipped({ 'stack.xml': text('<!DOCTYPE x [<!ENTITY a "b">]><image w="1" h="1"><stack/></image>') }),
      'bad-stack',
    ],
    ['an entity of its own', stacked('<layer name="&lol;" src="a.png"/>'), 'bad-stack'],
    ['an element that is not closed', stacked('<stack>'), 'bad-stack'],
    ['a layer without a picture', stacked('<layer/>'), 'bad-stack'],
    ['a picture that is not there', stacked('<layer src="b.png"/>'), 'bad-stack'],
    ['a picture outside', stacked('<layer src="../../../etc/passwd"/>'), 'bad-stack'],
    [
      'a picture of another kind',
      stacked('<layer src="a.svg"/>', { 'a.svg': text('<svg/>') }),
      'unsupported',
    ],
    ['a picture that is none', stacked(LAYER, { 'a.png': text('hello') }), 'damaged'],
    ['no size', stacked(LAYER, undefined, ''), 'bad-stack'],
    ['a negative size', stacked(LAYER, undefined, 'w="-4" h="4"'), 'bad-stack'],
    ['a huge size', stacked(LAYER, undefined, 'w="16385" h="4"'), 'too-large'],
    ['a size beyond numbers', stacked(LAYER, undefined, 'w="1e99" h="4"'), 'bad-stack'],
    ['a place beyond the world', stacked('<layer src="a.png" x="999999999"/>'), 'bad-stack'],
    ['a hundred thousand layers', stacked(LAYER.repeat(100_000)), 'too-many-layers'],
    ['one layer too many', stacked(LAYER.repeat(LAYERS_MAX + 1)), 'too-many-layers'],
    ['groups without end', stacked(deep(100_000)), 'nested-too-deep'],
    ['one group too deep', stacked(deep(NESTING_MAX + 1)), 'nested-too-deep'],
    ['a name that leads out', zipped({ '../x': text('x') }), 'damaged'],
    ['a name from the root', zipped({ '/etc/x': text('x') }), 'damaged'],
    ['a name of another system', zipped({ 'C:\\x': text('x') }), 'damaged'],
    [
      'a picture of 2^31',
      stacked(LAYER, { 'a.png': claimed(2 ** 31 - 1, 2 ** 31 - 1, Buffer.alloc(9)) }),
      'too-large',
    ],
    [
      'a picture beyond memory',
      stacked(LAYER, { 'a.png': claimed(32_768, 32_768, Buffer.alloc(9)) }),
      'damaged',
    ],
    [
      'a huge picture of little',
      stacked(LAYER, { 'a.png': claimed(30_000, 30_000, deflateSync(Buffer.alloc(9))) }),
      'damaged',
    ],
    ['a picture that is a bomb', stacked(LAYER, { 'a.png': claimed(8, 8, bomb) }), 'damaged'],
    ['a picture cut short', stacked(LAYER, { 'a.png': DOT.subarray(0, -5) }), 'damaged'],
  ])('%s is refused by name', (_name, bytes, code) => {
    expect(readOra(bytes)).toEqual({ kind: 'refused', code });
  });

  it('the deepest groups and the most layers that there may be are read', () => {
    expect(readOra(stacked(deep(NESTING_MAX))).kind).toBe('document');
    expect(readOra(stacked(LAYER.repeat(LAYERS_MAX))).kind).toBe('document');
  });

  it('one picture for many layers counts for each', () => {
    const big = writePng({ width: 100, height: 100, bytes: new Uint8Array(40_000) }, 4);
    const file = stacked(LAYER.repeat(30), { 'a.png': big });
    expect(readOra(file, { ...ORA_LIMITS, pixelsMaxBytes: 29 * 40_000 })).toMatchObject({
      code: 'too-large',
    });
    expect(readOra(file, { ...ORA_LIMITS, pixelsMaxBytes: 30 * 40_000 }).kind).toBe('document');
  });

  it('a zip that is a bomb is refused by what its directory says, and a lie in it gains nothing', () => {
    const file = zipped({ 'stack.xml': new Uint8Array(50_000_000) });
    expect(readOra(file, { ...ORA_LIMITS, totalMaxBytes: 1_000_000 })).toMatchObject({ code: 'too-large' });
    const lying = Buffer.from(file);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(50_000_000);
    for (let at = lying.indexOf(size); at !== -1; at = lying.indexOf(size, at + 1))
      lying.writeUInt32LE(500, at);
    expect(readOra(lying).kind).toBe('refused');
  });

  it('two entries of one name, and more entries than there may be', () => {
    const file = Buffer.from(zipped({ 'aa.png': DOT, 'ab.png': DOT }));
    for (let at = file.indexOf('ab.png'); at !== -1; at = file.indexOf('ab.png', at))
      file.write('aa.png', at);
    expect(readOra(file)).toMatchObject({ code: 'damaged' });
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, at) => [`e${at}`, new Uint8Array(0)]));
    expect(readOra(zipped(many))).toMatchObject({ code: 'too-large' });
  });

  const whole = fileOf({
    document: {
      width: 8,
      height: 8,
      root: ['a' as LayerId],
      selection: null,
      layers: { ['a' as LayerId]: rasterLayer('a' as LayerId, 'a', 'p' as PixelsId) },
    },
    pixels: new Map([
      [
        'p' as PixelsId,
        {
          rect: { x: 0, y: 0, width: 8, height: 8 },
          channels: 4 as const,
          bytes: Uint8Array.from({ length: 256 }, (_, at) => at),
        },
      ],
    ]),
  });

  it('cut at every hundredth: an answer, and never a document of half a file', () => {
    for (let part = 0; part < 100; part++) {
      const read = readOra(whole.subarray(0, Math.floor((whole.length * part) / 100)));
      expect(read.kind, `${part} %`).toBe('refused');
    }
  });

  it('with bytes changed anywhere, two thousand times: always an answer', () => {
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(change, (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const read = readOra(bytes, { ...ORA_LIMITS, pixelsMaxBytes: 50_000_000, totalMaxBytes: 50_000_000 });
        expect(['document', 'refused']).toContain(read.kind);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a PNG of any kind', () => {
  const source = Uint8Array.from({ length: 16 * 12 * 4 }, (_, at) => Math.imul(at + 3, 2_654_435_761) >>> 24);
  const input = () => sharp(Buffer.from(source), { raw: { width: 16, height: 12, channels: 4 } });

  it('with alpha is byte for byte what another encoder was given, and ours for another decoder', async () => {
    for (const progressive of [false, true]) {
      const png = await input().png({ progressive }).toBuffer();
      expect(readPng(png, 4)).toEqual({ width: 16, height: 12, bytes: source });
    }
    const ours = writePng({ width: 16, height: 12, bytes: source }, 4);
    const { data, info } = await sharp(Buffer.from(ours)).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 16, height: 12, channels: 4 });
    expect(Uint8Array.from(data)).toEqual(source);
  });

  it.each([
    ['grey', () => input().removeAlpha().toColourspace('b-w')],
    ['grey with alpha', () => input().toColourspace('b-w')],
    ['RGB', () => input().removeAlpha()],
    ['sixteen bits', () => input().toColourspace('rgb16')],
    ['sixteen bits of grey', () => input().removeAlpha().toColourspace('grey16')],
  ])('%s becomes RGBA', async (_name, made) => {
    const png = await made().png().toBuffer();
    const wanted = await sharp(png).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();
    const found = readPng(png, 4);
    expect(found?.bytes.length).toBe(16 * 12 * 4);
    for (const [at, value] of wanted.entries())
      expect(Math.abs((found?.bytes[at] ?? -9) - value)).toBeLessThanOrEqual(1);
  });

  it.each([2, 4, 16, 200])('a palette of %d colours becomes RGBA', async (colours) => {
    const png = await input().png({ palette: true, colours, dither: 0 }).toBuffer();
    const wanted = await sharp(png).ensureAlpha().raw().toBuffer();
    expect(readPng(png, 4)?.bytes).toEqual(Uint8Array.from(wanted));
  });

  it('coverage is grey, one byte a pixel', () => {
    const bytes = Uint8Array.from({ length: 7 * 5 }, (_, at) => at * 7);
    const png = writePng({ width: 7, height: 5, bytes }, 1);
    expect(readPng(png, 1)).toEqual({ width: 7, height: 5, bytes });
  });

  it('any size comes back, larger than a band too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        (width, height, seed) => {
          const bytes = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at * seed) % 256);
          expect(readPng(writePng({ width, height, bytes }, 4), 4)).toEqual({ width, height, bytes });
        },
      ),
    );
    const large = { width: 1500, height: 700, bytes: new Uint8Array(1500 * 700 * 4).fill(77) };
    expect(Buffer.compare(readPng(writePng(large, 4), 4)?.bytes ?? new Uint8Array(0), large.bytes)).toBe(0);
  });
});
