import { describe, expect, test } from 'vitest';
import { claimedFormat } from './index.ts';

const text = (latin: string) => Uint8Array.from(latin, (letter) => letter.charCodeAt(0));

describe('what the first bytes claim', () => {
  test.each([
    ['a PNG', text('\x89PNG\r\n\x1a\n....'), 'png'],
    ['a JPEG', text('\xff\xd8\xff\xe0........'), 'jpeg'],
    ['a WebP', text('RIFF\0\0\0\0WEBP'), 'webp'],
    ['a sound in the same container', text('RIFF\0\0\0\0WAVE'), null],
    ['a GIF', text('GIF89a......'), 'gif'],
    ['an old GIF', text('GIF87a......'), 'gif'],
    ['a GIF of no year', text('GIF88a......'), null],
    ['a TIFF, small end first', text('II*\0\x08\0\0\0'), 'tiff'],
    ['a TIFF, large end first', text('MM\0*\0\0\0\x08'), 'tiff'],
    ['a BigTIFF', text('II+\0\x08\0\0\0'), null],
    ['an AVIF', text('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'), 'avif'],
    ['an AVIF by its second name', text('\0\0\0\x18ftypmif1\0\0\0\0miafavif'), 'avif'],
    ['an AVIF sequence', text('\0\0\0\x18ftypavis\0\0\0\0avismsf1'), 'avif'],
    ['a HEIC', text('\0\0\0\x18ftypheic\0\0\0\0heicmif1'), null],
    ['a brand behind its box', text('\0\0\0\x14ftypheic\0\0\0\0mif1avif'), null],
    ['a version that spells a brand', text('\0\0\0\x14ftypheicavifmif1'), null],
    ['a box of no size', text('\0\0\0\0ftypavif\0\0\0\0avif'), null],
    ['a film', text('\0\0\0\x18ftypisom\0\0\x02\0isomiso2'), null],
    ['an SVG', text('<svg xmlns='), null],
    ['a PNG cut in its signature', text('\x89PNG'), null],
    ['nothing', new Uint8Array(0), null],
  ])('%s', (_name, bytes, format) => {
    expect(claimedFormat(bytes)).toBe(format);
  });
});
