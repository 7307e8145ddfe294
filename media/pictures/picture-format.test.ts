import { describe, expect, test } from 'vitest';
import { claimedFormat } from './index.ts';

const text = (latin: string) => Uint8Array.from(latin, (letter) => letter.charCodeAt(0));

describe('what the first bytes claim', () => {
  test.each([
    ['a PNG', text('\x89PNG\r\n\x1a\n....'), 'png'],
    ['a JPEG', text('\xff\xd8\xff\xe0........'), 'jpeg'],
    ['a WebP', text('RIFF\0\0\0\0WEBP'), 'webp'],
    ['a sound in the same container', text('RIFF\0\0\0\0WAVE'), null],
    ['a GIF', text('GIF89a......'), null],
    ['an SVG', text('<svg xmlns='), null],
    ['a PNG cut in its signature', text('\x89PNG'), null],
    ['nothing', new Uint8Array(0), null],
  ])('%s', (_name, bytes, format) => {
    expect(claimedFormat(bytes)).toBe(format);
  });
});
