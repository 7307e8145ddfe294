import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { fileStem, hashBytes } from '../../electron/platform/files/index.ts';
import { type Chance, createChance } from './chance.ts';
import { inventPrompt } from './prompts.ts';

export interface Original {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
}

const SIZES = [
  [640, 640],
  [768, 512],
  [512, 768],
  [896, 504],
  [504, 896],
  [840, 360],
  [600, 480],
] as const;

const COUNT = 42;

/** A few dozen real files, each other bytes and many shapes; the rows of a seeded library share them. */
export async function makeOriginals(folder: string, untilMs: number, seed: number): Promise<Original[]> {
  const chance = createChance(seed + 77);
  const originals: Original[] = [];
  for (let index = 0; index < COUNT; index++) {
    const [width, height] = SIZES[index % SIZES.length] ?? [640, 640];
    const drawn = sharp(Buffer.from(draw(chance, width, height)));
    const isPng = index % 3 === 0;
    const file = await (isPng ? drawn.png({ palette: true }) : drawn.jpeg({ quality: 85 })).toBuffer();
    const bytes = new Uint8Array(file);
    const sha256 = await hashBytes(bytes);
    const month = new Date(untilMs - (index % 24) * 30 * 86_400_000).toISOString().slice(0, 7);
    const name = `${month}/${fileStem(inventPrompt(chance))}-${sha256.slice(0, 4)}.${isPng ? 'png' : 'jpg'}`;
    await mkdir(join(folder, month), { recursive: true });
    await writeFile(join(folder, name), bytes);
    const mediaType = isPng ? 'image/png' : 'image/jpeg';
    originals.push({ sha256, name, mediaType, sizeBytes: bytes.byteLength, width, height });
  }
  return originals;
}

function draw(chance: Chance, width: number, height: number): string {
  const hue = chance.below(360);
  const shapes = Array.from({ length: 5 + chance.below(9) }, () => {
    const x = chance.below(width);
    const y = chance.below(height);
    const size = 20 + chance.below(Math.min(width, height) / 2);
    const fill = `hsl(${(hue + chance.below(120)) % 360} ${30 + chance.below(50)}% ${25 + chance.below(55)}%)`;
    return chance.next() < 0.5
      ? `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="${fill}" opacity="0.8"/>`
      : `<rect x="${x}" y="${y}" width="${size}" height="${size * 0.7}" rx="6" fill="${fill}" opacity="0.8"
          transform="rotate(${chance.below(90)} ${x} ${y})"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 40% 82%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 45% 45%)"/>
    </linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#g)"/>${shapes.join('')}</svg>`;
}
