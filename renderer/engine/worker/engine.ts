import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import { listLayers, patchLayer } from '../../../shared/document/index.ts';
import type { Point } from '../../../shared/geometry/index.ts';
import type { KernelBackend } from '../kernel/backend.ts';
import type { DocumentStart, EditorCommand, FromEngine, ToEngine } from '../protocol/index.ts';
import { changedRecords, type NewIds } from '../session/run-command.ts';
import { createSession, type Session } from '../session/session.ts';
import { encodeStep, makeStep, type Step } from '../undo/index.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { createJournalKeeper, type JournalKeeper } from './keep-journal.ts';
import { firstStep, pictureStep } from './open-picture.ts';
import { createPainting } from './painting.ts';
import { writePositionEntry, writeStepEntry } from './read-frames.ts';
import { BEFORE_ALL, replay } from './replay.ts';
import type { EngineScreen } from './screen.ts';
import type { Thumbnailer } from './thumbnailer.ts';

export interface EngineParts {
  readonly backend: KernelBackend;
  readonly screen: EngineScreen;
  readonly desktop: DesktopBytes;
  readonly ids: NewIds;
  readonly thumbnails: (session: Session, post: (message: FromEngine) => void) => Thumbnailer;
  readonly wait: (ms: number) => Promise<void>;
  readonly post: (message: FromEngine) => void;
}

export interface Engine {
  receive(message: Exclude<ToEngine, { kind: 'canvas' }>): void;
}

interface Open {
  readonly session: Session;
  readonly keeper: JournalKeeper;
  readonly thumbnailer: Thumbnailer;
}

/** The step that brings the document itself is never undone. */
const FIRST_POSITION = 1;

/** The worker's side of the protocol: one open document, driven by messages. */
export function createEngine(parts: EngineParts): Engine {
  const { screen, post } = parts;
  let open: Open | null = null;
  let opening = 0;

  const say = ({ session, thumbnailer }: Open): void => {
    const { history } = session;
    post({
      kind: 'document',
      document: session.document(),
      history: history
        .entries()
        .filter(({ number }) => number > FIRST_POSITION)
        .map(({ number, label }) => ({ position: number, label })),
      position: history.position,
      selectionBounds: null,
    });
    thumbnailer.later();
    screen.invalidate();
  };
  const push = (here: Open, step: Step): void => {
    const entry = writeStepEntry(encodeStep(step, here.session.store));
    here.session.push(step);
    here.keeper.keep(entry);
    say(here);
  };
  const go = (here: Open, position: number): void => {
    if (position < FIRST_POSITION || !here.session.jump(position)) return;
    here.keeper.keep(writePositionEntry(position));
    say(here);
  };

  const paint = createPainting({
    here: () => open?.session ?? null,
    push: (step) => {
      if (open !== null) push(open, step);
    },
    screen,
    post,
  });
  const close = (): void => {
    opening += 1;
    paint({ kind: 'forget' });
    open?.keeper.stop();
    open?.thumbnailer.stop();
    open?.session.close();
    open = null;
    screen.show(null);
  };
  const start = async (documentId: string, how: DocumentStart): Promise<void> => {
    close();
    const mine = opening;
    const session = createSession({ backend: parts.backend, state: BEFORE_ALL });
    const begun = await begin(parts, session, documentId, how);
    if (mine !== opening) return;
    if (begun.kind === 'failed') {
      post(begun);
      return;
    }
    const keeper = createJournalKeeper({
      put: (after, entry) => parts.desktop.append(documentId, after, entry),
      say: (state) => post({ kind: 'saving', state }),
      wait: parts.wait,
      sequence: begun.sequence,
    });
    open = { session, keeper, thumbnailer: parts.thumbnails(session, post) };
    screen.show(session);
    session.setActive(listLayers(session.document())[0]?.layer.id ?? null);
    if (begun.step !== null) push(open, begun.step);
    else say(open);
  };
  const addPicture = async (here: Open, sha256: string, layerName: string): Promise<void> => {
    const picture = await parts.desktop.picture(sha256);
    if (open !== here) return;
    if (picture === null) post({ kind: 'failed', why: 'picture-missing' });
    else push(here, pictureStep(here.session, picture, layerName, parts.ids));
  };

  const toOpen = (here: Open, message: OpenMessage): void => {
    const { session } = here;
    switch (message.kind) {
      case 'add-picture':
        void addPicture(here, message.sha256, message.layerName);
        break;
      case 'active':
        session.setActive(message.layer);
        break;
      case 'command':
        run(parts, here, message.command, push);
        break;
      case 'undo':
        go(here, session.history.position - 1);
        break;
      case 'redo':
        go(here, session.history.position + 1);
        break;
      case 'jump':
        go(here, message.position);
        break;
      case 'preview-move':
        previewMove(session, screen, message.layer, message.by);
        break;
      case 'pick':
        pick(session, message.at, post);
        break;
      default:
        paint(message);
    }
  };

  return {
    receive(message) {
      if (message.kind === 'open') void start(message.documentId, message.start);
      else if (message.kind === 'close') close();
      else if (message.kind === 'view') screen.setView(message.view);
      else if (open !== null) toOpen(open, message);
    },
  };
}

type OpenMessage = Exclude<ToEngine, { kind: 'canvas' | 'open' | 'close' | 'view' }>;

type Begun =
  | { readonly kind: 'begun'; readonly step: Step | null; readonly sequence: number }
  | Extract<FromEngine, { kind: 'failed' }>;

async function begin(
  { desktop, ids }: EngineParts,
  session: Session,
  documentId: string,
  how: DocumentStart,
): Promise<Begun> {
  if (how.kind === 'journal') {
    const frames = await desktop.journal(documentId);
    if (frames === null) return { kind: 'failed', why: 'not-reachable' };
    const { kind, sequence } = replay(session, frames);
    return kind === 'damaged' || sequence === 0
      ? { kind: 'failed', why: 'damaged' }
      : { kind: 'begun', step: null, sequence };
  }
  if (how.kind === 'blank') {
    const { width, height, layerName } = how;
    return { kind: 'begun', step: firstStep(session, { width, height }, layerName, ids, null), sequence: 0 };
  }
  const picture = await desktop.picture(how.sha256);
  if (picture === null) return { kind: 'failed', why: 'picture-missing' };
  return { kind: 'begun', step: firstStep(session, picture, how.layerName, ids, picture.bytes), sequence: 0 };
}

function run(
  parts: EngineParts,
  here: Open,
  command: EditorCommand,
  push: (here: Open, step: Step) => void,
): void {
  const { session } = here;
  const next = changedRecords(session.document(), command, parts.ids);
  if (next !== null && next !== session.document())
    push(here, makeStep(session.store, session.history.state, command.kind, next));
}

function previewMove(session: Session, screen: EngineScreen, id: LayerId, by: Point | null): void {
  const document = session.document();
  const layer = document.layers[id];
  if (by === null || layer?.kind !== 'raster') session.previewDocument(null);
  else session.previewDocument(movedLayer(document, id, by));
  screen.invalidate();
}

export function movedLayer(document: DocumentRecord, id: LayerId, by: Point): DocumentRecord {
  const layer = document.layers[id];
  if (layer?.kind !== 'raster') return document;
  const { x, y } = layer.offset;
  return patchLayer(document, id, { offset: { x: x + by.x, y: y + by.y } });
}

function pick(session: Session, at: Point, post: (message: FromEngine) => void): void {
  const colour = session.colourAt(at);
  if (colour !== null) post({ kind: 'picked', colour });
}
