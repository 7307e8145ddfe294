import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  type PixelsId,
} from '../../../shared/document/index.ts';
import type { Point } from '../../../shared/geometry/index.ts';
import { rasterLayer } from '../editor/commands/layers.ts';
import type { Session } from '../session/session.ts';
import { emptyGrid, writeRect } from '../tiles/index.ts';
import { makeStep, type Step } from '../undo/index.ts';

/** A picture's pixels: straight RGBA, a byte each. */
export interface PicturePixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** The step that brings a document with its first layer; null pixels leave it clear. */
export function firstStep(
  session: Session,
  { width, height }: { readonly width: number; readonly height: number },
  layerName: string,
  newId: () => string,
  bytes: Uint8Array | null,
): Step {
  const empty: DocumentRecord = { width, height, layers: {}, root: [], selection: null };
  return layerStep(
    session,
    empty,
    'open',
    layerName,
    newId,
    bytes === null ? null : { width, height, bytes },
  );
}

/** The step that adds a picture on top of everything, its corner at a place of the document. */
export function pictureStep(
  session: Session,
  picture: PicturePixels,
  at: Point,
  layerName: string,
  newId: () => string,
): Step {
  return layerStep(session, session.document(), 'paste', layerName, newId, picture, at);
}

function layerStep(
  session: Session,
  document: DocumentRecord,
  label: string,
  name: string,
  newId: () => string,
  picture: PicturePixels | null,
  at: Point = { x: 0, y: 0 },
): Step {
  const made = rasterLayer(newId() as LayerId, name, newId() as PixelsId);
  const layer = { ...made, offset: { x: Math.round(at.x), y: Math.round(at.y) } };
  const after = insertLayer(document, layer, { parent: null, index: document.root.length });
  if (picture === null) return makeStep(session.store, session.history.state, label, after);
  const rect = { x: 0, y: 0, width: picture.width, height: picture.height };
  const tiles = writeRect(session.store, emptyGrid(4), rect, picture.bytes);
  return makeStep(session.store, session.history.state, label, after, [{ pixels: layer.pixels, tiles }]);
}
