import {
  DOCUMENT_MAX_SIDE,
  type DocumentRecord,
  LAYERS_MAX,
  type Layer,
  type LayerId,
  NAME_MAX_CHARS,
  NESTING_MAX,
  type PixelsId,
  readDocument,
} from '../../../../shared/document/index.ts';
import { CLIPPED_OP, modeOf } from './modes.ts';
import { readXml, type XmlElement } from './read-xml.ts';

export type StackRefusal = 'bad-stack' | 'too-large' | 'too-many-layers' | 'nested-too-deep';

export interface StackRead {
  readonly kind: 'stack';
  readonly document: DocumentRecord;
  /** Which picture of the file each layer shows. */
  readonly sources: ReadonlyMap<PixelsId, string>;
  /** Some layer had a mode that nobody here knows: it is normal now. */
  readonly modesLost: boolean;
}

export type StackAnswer = StackRead | { readonly kind: 'refused'; readonly code: StackRefusal };

/** Beyond this a layer is nowhere near its picture; the records' own bound is the same. */
const OFFSET_MAX = 1_000_000;

interface Book {
  readonly layers: Record<LayerId, Layer>;
  readonly sources: Map<PixelsId, string>;
  modesLost: boolean;
  count: number;
}

/** A stack as any program writes it, as our records. What they lack gets what the standard says holds then. */
export function readStack(text: string): StackAnswer {
  const limits = { depthMax: NESTING_MAX + 3, elementsMax: LAYERS_MAX + 2 };
  const xml = readXml(text, limits);
  if (xml.kind === 'refused') {
    if (xml.code === 'too-many') return refused('too-many-layers');
    return refused(xml.code === 'too-deep' ? 'nested-too-deep' : 'bad-stack');
  }
  const image = xml.element;
  const width = wholeOf(image.attributes.get('w'));
  const height = wholeOf(image.attributes.get('h'));
  const [stack] = image.children.filter((one) => one.name === 'stack');
  if (image.name !== 'image' || stack === undefined || width === null || height === null)
    return refused('bad-stack');
  if (width < 1 || height < 1) return refused('bad-stack');
  if (width > DOCUMENT_MAX_SIDE || height > DOCUMENT_MAX_SIDE) return refused('too-large');
  const book: Book = { layers: {}, sources: new Map(), modesLost: false, count: 0 };
  const root = readChildren(stack, { x: 0, y: 0 }, book);
  if (root === null) return refused('bad-stack');
  const read = readDocument({ width, height, layers: book.layers, root, selection: null });
  if (read.kind === 'document')
    return { kind: 'stack', document: read.document, sources: book.sources, modesLost: book.modesLost };
  const { code } = read;
  return refused(code === 'too-many-layers' || code === 'nested-too-deep' ? code : 'bad-stack');
}

function readChildren(
  stack: XmlElement,
  origin: { readonly x: number; readonly y: number },
  book: Book,
): LayerId[] | null {
  const ids: LayerId[] = [];
  for (const element of stack.children) {
    // Texts and filters of other programs: their place stays empty.
    if (element.name !== 'layer' && element.name !== 'stack') continue;
    const id = readLayer(element, origin, book);
    if (id === null) return null;
    ids.push(id);
  }
  // A file lists them from the top down.
  return ids.reverse();
}

function readLayer(element: XmlElement, origin: { x: number; y: number }, book: Book): LayerId | null {
  const { attributes } = element;
  book.count += 1;
  const number = book.count;
  const id = `layer-${number}` as LayerId;
  const x = wholeOf(attributes.get('x') ?? '0');
  const y = wholeOf(attributes.get('y') ?? '0');
  if (x === null || y === null) return null;
  const offset = { x: origin.x + x, y: origin.y + y };
  if (Math.abs(offset.x) > OFFSET_MAX || Math.abs(offset.y) > OFFSET_MAX) return null;
  const op = attributes.get('composite-op') ?? 'svg:src-over';
  const clipped = op === CLIPPED_OP;
  const blend = clipped ? 'normal' : modeOf(op);
  if (blend === null) book.modesLost = true;
  const common = {
    id,
    name: (attributes.get('name') ?? '').slice(0, NAME_MAX_CHARS),
    visible: attributes.get('visibility') !== 'hidden',
    locked: attributes.get('edit-locked') === 'true',
    opacity: opacityOf(attributes.get('opacity')),
    fill: 1,
    blend: blend ?? 'normal',
    clipped,
    mask: null,
    origins: [],
  } as const;
  if (element.name === 'stack') {
    const children = readChildren(element, offset, book);
    if (children === null) return null;
    const passThrough = attributes.get('isolation') === 'auto';
    book.layers[id] = { ...common, kind: 'group', children, passThrough };
    return id;
  }
  const src = attributes.get('src');
  if (src === undefined || src === '') return null;
  const pixels = `pixels-${number}` as PixelsId;
  book.sources.set(pixels, src);
  book.layers[id] = { ...common, kind: 'raster', pixels, offset };
  return id;
}

/** A missing or senseless one is opaque, as readers of the format do. */
function opacityOf(text: string | undefined): number {
  const value = text === undefined ? 1 : Number.parseFloat(text);
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 1;
}

function wholeOf(text: string | undefined): number | null {
  return text !== undefined && /^\s*[-+]?\d{1,9}(\.0*)?\s*$/.test(text) ? Math.trunc(Number(text)) : null;
}

function refused(code: StackRefusal): StackAnswer {
  return { kind: 'refused', code };
}
