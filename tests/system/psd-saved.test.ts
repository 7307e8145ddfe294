import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPng } from '../../renderer/engine/ora/png/read-png.ts';
import type { FromEngine } from '../../renderer/engine/protocol/index.ts';
import { createDesktopBytes } from '../../renderer/engine/worker/desktop-bytes.ts';
import type { BlendMode, LayerId } from '../../shared/document/index.ts';
import { asTheySay, comparable, everything } from '../drivers/canvas/every-record.ts';
import { convert, hasKrita } from '../drivers/canvas/krita.ts';
import { type OpenEngine, openEngine, strokeAt } from '../drivers/canvas/open-engine.ts';
import { type Drawing, fileOf, opened as openedOra } from '../drivers/canvas/ora-files.ts';
import { openedPsd, psdOf } from '../drivers/canvas/psd-files.ts';
import { hasPsdTools, readWithPsdTools } from '../drivers/canvas/psd-tools.ts';
import { difference, SIDE, twoLayers } from '../drivers/canvas/two-layers.ts';
import { layerList, psd, u16 } from '../drivers/hostile/psd-bytes.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

let opened: OpenedDesktop;
let mine = '';
beforeAll(async () => {
  opened = await openDesktop();
  mine = join(opened.data, 'mine');
  mkdirSync(mine);
});
afterAll(() => opened.end());

type Said<Kind extends FromEngine['kind']> = Extract<FromEngine, { kind: Kind }>;

/** The engine as it runs in the window's worker, with the real desktop on its other side. */
function engineOfWindow(): OpenEngine {
  const fetchFrom = ((path: string, init: RequestInit = {}) =>
    fetch(`${opened.origin}${path}`, {
      ...init,
      headers: { origin: opened.origin, cookie: opened.cookie },
    })) as typeof fetch;
  return openEngine(createDesktopBytes(fetchFrom));
}

async function next<Kind extends FromEngine['kind']>(
  engine: OpenEngine,
  kind: Kind,
  act: () => void,
): Promise<Said<Kind>> {
  const before = engine.said.length;
  act();
  const find = () => engine.said.slice(before).find((one): one is Said<Kind> => one.kind === kind);
  await vi.waitFor(() => expect(find(), JSON.stringify(engine.said.slice(before))).toBeDefined(), {
    timeout: 20_000,
  });
  const found = find();
  if (found === undefined) throw new Error(kind);
  return found;
}

/** A document of the drawing, opened from a file of the person's. */
async function documentOf(drawing: Drawing): Promise<{ id: string; engine: OpenEngine }> {
  const { width, height } = drawing.document;
  const { id } = await opened.client.documents.create({ name: 'Drawing', width, height });
  const engine = engineOfWindow();
  const file = new Blob([fileOf(drawing)]);
  await next(engine, 'file-read', () => engine.tell({ kind: 'read-file', file }));
  await next(engine, 'document', () =>
    engine.tell({ kind: 'open', documentId: id, start: { kind: 'read-file' } }),
  );
  return { id, engine };
}

async function savedAs(drawing: Drawing, name: string) {
  const { id, engine } = await documentOf(drawing);
  const wish = { id, path: join(mine, name), overwrite: false };
  const { ticket, path } = await opened.client.documents.saveAs(wish);
  const said = await next(engine, 'file', () =>
    engine.tell({ kind: 'save', wish: { format: 'psd', ticket, force: false } }),
  );
  expect(said.outcome).toMatchObject({ kind: 'saved', document: { file: { path, state: 'same' } } });
  return { id, engine, path, bytes: Uint8Array.from(readFileSync(path)) };
}

const decoded = (text: string | null): Uint8Array => Uint8Array.from(Buffer.from(text ?? '', 'base64'));

describe.skipIf(!hasPsdTools())('saved as a Photoshop file by the product, psd-tools finds', () => {
  it('every layer, name, mode, opacity, mask, clipping, guide and pixel, and how it was made', async () => {
    const drawing = everything();
    const { bytes, path } = await savedAs(drawing, 'everything.psd');
    expect(path.endsWith('everything.psd')).toBe(true);
    const theirs = readWithPsdTools(bytes);
    expect(comparable(theirs.layers)).toEqual(comparable(asTheySay(drawing)));
    expect(theirs.guides).toEqual([
      ['vertical', 7 * 32],
      ['horizontal', 12.5 * 32],
    ]);
    expect(theirs.xmp).toContain('digitalsourcetype/digitalCreation');
  });

  it.each<BlendMode>(['normal', 'multiply', 'soft-light', 'luminosity'])(
    'the picture that we show, and by itself makes the same of two layers in %s',
    async (mode) => {
      const drawing = twoLayers(mode);
      const { bytes } = await savedAs(drawing, `two-${mode}.psd`);
      const theirs = readWithPsdTools(bytes, true);
      expect(difference(decoded(theirs.merged), drawing.merged)).toBeLessThanOrEqual(2);
      expect(difference(decoded(theirs.flattened), drawing.merged)).toBeLessThanOrEqual(2);
    },
  );
});

it.skipIf(!hasKrita())('Krita shows the saved file as we do', async () => {
  const drawing = twoLayers('overlay');
  const { bytes } = await savedAs(drawing, 'krita.psd');
  const png = readPng(await convert(opened.data, 'saved.psd', bytes, 'saved.png'), 4);
  expect(difference(png?.bytes ?? new Uint8Array(0), drawing.merged)).toBeLessThanOrEqual(2);
});

const hasImageMagick = spawnSync('which', ['convert']).status === 0;

it.skipIf(!hasImageMagick)('ImageMagick shows the saved file as we do', async () => {
  const drawing = twoLayers('screen');
  const { path } = await savedAs(drawing, 'magick.psd');
  const theirs = execFileSync('convert', [`${path}[0]`, '-depth', '8', 'rgba:-']);
  expect(difference(Uint8Array.from(theirs), drawing.merged)).toBeLessThanOrEqual(2);
});

it('is its own file from then on: saved again whole, kept from other programs, and opened after the next start', async () => {
  const drawing = everything();
  const { id, engine, path } = await savedAs(drawing, 'again.psd');
  const top = drawing.document.root.at(-1) as LayerId;
  await next(engine, 'document', () =>
    engine.tell(strokeAt(top, SIDE / 2, SIDE / 2), { kind: 'stroke-end' }),
  );
  const save = () =>
    next(engine, 'file', () =>
      engine.tell({ kind: 'save', wish: { format: 'psd', ticket: null, force: false } }),
    );
  expect((await save()).outcome).toMatchObject({ kind: 'saved' });
  const again = openedPsd(Uint8Array.from(readFileSync(path)));
  expect(Object.keys(again.document.layers)).toHaveLength(Object.keys(drawing.document.layers).length);
  expect(again.document.guides).toEqual(drawing.document.guides);
  expect(readdirSync(mine).filter((name) => name.endsWith('.part'))).toEqual([]);
  writeFileSync(path, psdOf(twoLayers('normal')));
  expect((await save()).outcome).toMatchObject({ kind: 'refused', code: 'changed-outside' });
  await opened.restart('kill');
  const reopened = await opened.client.documents.open({ path });
  expect(reopened).toMatchObject({ id, name: 'again', file: { path, state: 'changed' } });
});

it('a Photoshop file opened by its path is read as one, and what was converted is said', async () => {
  const path = join(mine, 'theirs.psd');
  const channels = [0, 1, 2].map((channel) => ({
    id: channel,
    data: Buffer.concat([u16(0), Buffer.alloc(1)]),
  }));
  const title = {
    name: 'Title',
    box: [0, 0, 1, 1] as const,
    channels,
    info: [['TySh', Buffer.alloc(9)]] as const,
  };
  writeFileSync(path, psd({ list: layerList([title]) }));
  const { id, name } = await opened.client.documents.open({ path });
  expect(name).toBe('theirs');
  const engine = engineOfWindow();
  const { facts } = await next(engine, 'file-opened', () =>
    engine.tell({ kind: 'open', documentId: id, start: { kind: 'journal' } }),
  );
  expect(facts).toMatchObject({ width: 4, height: 2, converted: [{ kind: 'text', layers: ['Title'] }] });
});

it('a document too large for a Photoshop file is refused by name, and nothing is written', async () => {
  const rect = { x: 0, y: 0, width: 30_001, height: 1 };
  const drawing = twoLayers('normal');
  const wide = { rect, channels: 4 as const, bytes: new Uint8Array(30_001 * 4).fill(255) };
  const pixels = new Map([...drawing.pixels].map(([key, one], at) => [key, at === 0 ? wide : one]));
  const { id, engine } = await documentOf({ ...drawing, pixels });
  const wish = { id, path: join(mine, 'wide.psd'), overwrite: false };
  const { ticket } = await opened.client.documents.saveAs(wish);
  const said = await next(engine, 'file', () =>
    engine.tell({ kind: 'save', wish: { format: 'psd', ticket, force: false } }),
  );
  expect(said.outcome).toEqual({ kind: 'refused', code: 'too-large-for-psd' });
  expect(readdirSync(mine)).not.toContain('wide.psd');
  const ora = await next(engine, 'layered', () =>
    engine.tell({ kind: 'layered', documentId: id, format: 'ora' }),
  );
  expect(ora.outcome).toMatchObject({ kind: 'kept' });
});

it.each(['psd', 'ora'] as const)(
  'exported as %s it has its layers, once, and no file is replaced',
  async (format) => {
    const drawing = everything();
    const { id, engine } = await documentOf(drawing);
    const wish = { id, format, folder: join(opened.data, 'out'), name: 'Layers' };
    await expect(opened.client.documents.exportLayered(wish)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const names: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const { outcome } = await next(engine, 'layered', () =>
        engine.tell({ kind: 'layered', documentId: id, format }),
      );
      expect(outcome).toMatchObject({ kind: 'kept' });
      const { path, name, sizeBytes } = await opened.client.documents.exportLayered(wish);
      const bytes = Uint8Array.from(readFileSync(path));
      expect(bytes.length).toBe(sizeBytes);
      const { document } = format === 'psd' ? openedPsd(bytes) : openedOra(bytes);
      expect(Object.keys(document.layers)).toHaveLength(Object.keys(drawing.document.layers).length);
      expect(document.guides).toEqual(drawing.document.guides);
      names.push(name);
      // What went out is not kept here as well.
      expect(readdirSync(join(opened.data, 'documents', id))).not.toContain(`layered.${format}`);
    }
    expect(new Set(names).size).toBe(2);
    expect((await opened.client.documents.get({ id })).document.file).toBeNull();
  },
);
