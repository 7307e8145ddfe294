import { expect, it } from 'vitest';
import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { onPage } from '../editor/commands/page.ts';
import { openState } from '../editor/state.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { selectShape } from '../selection/index.ts';
import { packColour, TILE_SIDE, tileKey } from '../tiles/index.ts';
import { makeStep } from '../undo/index.ts';
import type { Decoration } from './decorations.ts';
import { filmDecoration } from './film.ts';
import { createSession, type Session } from './session.ts';

const PAGE = { width: 60, height: 50 };
const BASE = 'base' as PixelsId;
const WHITE = packColour(255, 255, 255, 255);

function opened(): Session {
  const empty: DocumentRecord = { ...PAGE, layers: {}, root: [], selection: null };
  const session = createSession({ backend: createPlainBackend(), state: openState(empty) });
  const layer = rasterLayer('base' as LayerId, 'base', BASE);
  const after = insertLayer(empty, layer, { parent: null, index: 0 });
  const tiles = new Map([[tileKey(0, 0), session.store.uniform(WHITE, 4)]]);
  session.push(makeStep(session.store, session.history.state, 'open', after, [{ pixels: BASE, tiles }]));
  return session;
}

const film = ({ store }: Session): Decoration => filmDecoration(store, [200, 0, 0], 1);

function select(session: Session, name: string, x: number): void {
  const { store, history } = session;
  const shape = { kind: 'rectangle', x, y: 10, width: 10, height: 10 } as const;
  const made = selectShape(store, shape, { x: 0, y: 0, ...PAGE });
  const pixels = name as PixelsId;
  const after = { ...session.document(), selection: pixels };
  session.push(
    makeStep(store, history.state, 'select-shape', after, [{ pixels, tiles: new Map(made.tiles) }]),
  );
}

function colour(session: Session, x: number, y: number): readonly number[] {
  const { width, height } = session.shownPage();
  session.cache.work({ level: 0, rect: { x: 0, y: 0, width, height } }, Number.POSITIVE_INFINITY, () => 0);
  const at = 4 * (y * TILE_SIDE + x);
  return [...(session.cache.read(0, tileKey(0, 0)) ?? []).slice(at, at + 3)];
}

const [white, red] = [
  [255, 255, 255],
  [200, 0, 0],
];

it('a film over what is selected follows every step, and is in nothing but the view', () => {
  const session = opened();
  session.decorate('film', film(session));
  expect(colour(session, 15, 15)).toEqual(white);
  select(session, 's1', 10);
  expect([colour(session, 15, 15), colour(session, 35, 15)]).toEqual([red, white]);
  select(session, 's2', 30);
  expect([colour(session, 15, 15), colour(session, 35, 15)]).toEqual([white, red]);
  session.undo();
  expect([colour(session, 15, 15), colour(session, 35, 15)]).toEqual([red, white]);
  expect(session.colourAt({ x: 15, y: 15 })).toEqual(white);
  expect(Object.keys(session.document().layers)).toEqual(['base']);
  session.decorate('film', null);
  expect(colour(session, 15, 15)).toEqual(white);
  session.close();
  expect(session.store.count).toBe(0);
});

it('one that grows the page says where the shown corner is, and the film stays where the selection is', () => {
  const session = opened();
  select(session, 's1', 10);
  const { store } = session;
  session.decorate('film', film(session));
  session.decorate('staged', {
    decorate(document) {
      const state = { document: { ...document, selection: null }, grids: new Map() };
      const rect = { x: -20, y: -5, width: 90, height: 60 };
      const grown = onPage({ store, state, newId: () => '' }, rect).document;
      return grown;
    },
    grids: new Map(),
  });
  expect(session.shownPage()).toEqual({ x: -20, y: -5, width: 90, height: 60 });
  expect([colour(session, 35, 20), colour(session, 15, 15)]).toEqual([red, [0, 0, 0]]);
  session.decorate('staged', null);
  expect(session.shownPage()).toEqual({ x: 0, y: 0, ...PAGE });
  expect(colour(session, 15, 15)).toEqual(red);
  session.close();
  expect(store.count).toBe(0);
});
