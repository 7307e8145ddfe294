import { expect, it } from 'vitest';
import { insertLayer, type LayerId, type PixelsId, rasterLayer } from '../../../shared/document/index.ts';
import { EMPTY } from '../../../tests/drivers/canvas/ora-files.ts';
import { NO_DOCUMENT } from './editor-store.ts';
import { questionBeforeSave } from './save-question.ts';

const plain = insertLayer(EMPTY, rasterLayer('a' as LayerId, 'Layer', 'p' as PixelsId), {
  parent: null,
  index: 0,
});
const selected = { ...plain, selection: 's' as PixelsId };
const text = { kind: 'text', layers: ['Title'] } as const;
const view = (name: string, change: Partial<typeof NO_DOCUMENT> = {}) => ({
  ...NO_DOCUMENT,
  document: plain,
  file: { path: `/home/${name}`, name, state: 'same' as const },
  ...change,
});

it.each([
  ['an OpenRaster file', view('a.ora', { document: selected }), null],
  ['a document without a file', { ...view('a.psd'), file: null }, null],
  ['the large kind of Photoshop file', view('a.psb', { savedHere: true }), { kind: 'not-writable' }],
  ['a file of no known kind', view('a.zip'), { kind: 'not-writable' }],
  [
    'a Photoshop file of another program, with what was converted',
    view('A.PSD', { converted: [text] }),
    { kind: 'foreign', converted: [text], lost: [] },
  ],
  ['one that was agreed to', view('a.psd', { psdAgreed: [] }), null],
  ['one of our own that keeps everything', view('a.psd', { savedHere: true }), null],
  [
    'one of our own that loses something',
    view('a.psd', { savedHere: true, document: selected }),
    { kind: 'lost', lost: ['selection'] },
  ],
  [
    'one that loses what was agreed to',
    view('a.psd', { savedHere: true, document: selected, psdAgreed: ['selection'] }),
    null,
  ],
  [
    'one that loses more than was agreed to',
    view('a.psd', { document: { ...selected, layers: {}, root: [] }, psdAgreed: ['selection'] }),
    { kind: 'lost', lost: ['selection', 'no-layers'] },
  ],
])('before %s is written', (_name, before, question) => {
  expect(questionBeforeSave(before)).toEqual(question);
});
