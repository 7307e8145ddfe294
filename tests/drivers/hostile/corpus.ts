import { latin } from './bytes.ts';
import { CONTAINER_CASES } from './container-cases.ts';
import { JPEG_CASES } from './jpeg-cases.ts';
import { PNG_CASES } from './png-cases.ts';
import { makeSeeds } from './seeds.ts';

/** A file that somebody could send, made here byte by byte. */
export interface Case {
  readonly name: string;
  make(): Uint8Array | Promise<Uint8Array>;
  /** It must be refused, with one of these codes. */
  readonly refused?: readonly string[];
  /** It must be taken, for a picture of this size. With neither, both are fine: it only has to be answered. */
  readonly shows?: { readonly width: number; readonly height: number };
}

const ENTITIES = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(10)}">
<!ENTITY c "${'&b;'.repeat(10)}"><!ENTITY file SYSTEM "file:///etc/hostname">]>
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&c;&file;</text></svg>`;

const TEXT_CASES: readonly Case[] = [
  { name: 'nothing', make: () => new Uint8Array(0), refused: ['not-a-picture'] },
  { name: 'an SVG with entities', make: () => latin(ENTITIES), refused: ['not-a-picture'] },
  {
    name: 'an SVG',
    make: () => latin('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    refused: ['not-a-picture'],
  },
  {
    name: 'a page of HTML',
    make: () => latin('<!doctype html><script>alert(1)</script>'),
    refused: ['not-a-picture'],
  },
  { name: 'a megabyte of nothing', make: () => new Uint8Array(1_000_000), refused: ['not-a-picture'] },
];

export const HOSTILE: readonly Case[] = [...TEXT_CASES, ...PNG_CASES, ...JPEG_CASES, ...CONTAINER_CASES];

/** Real pictures of every kind, cut at many places. The shortest cuts can't be pictures; the last may be. */
export async function cutPictures(): Promise<readonly Case[]> {
  const shares = [0, 0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97];
  return (await makeSeeds()).flatMap(({ name, format, bytes }) =>
    shares.map((share): Case => {
      const length = Math.floor(bytes.length * share);
      // Where a TIFF keeps its pixels and an AVIF its box, and how many pages a GIF has left, decide after that.
      const sure = share <= 0.2 && !/moving|pages/.test(name);
      return {
        name: `${name} (${format}) cut to ${Math.round(share * 100)} %`,
        make: () => bytes.slice(0, length),
        ...(sure ? { refused: ['not-a-picture'] } : {}),
      };
    }),
  );
}
