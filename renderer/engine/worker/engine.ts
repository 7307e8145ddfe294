import {
  type DocumentRecord,
  type LayerId,
  patchLayer,
  withDescendants,
} from '../../../shared/document/index.ts';
import type { Point } from '../../../shared/geometry/index.ts';
import { unreachable } from '../../../shared/kernel/index.ts';
import { changed, isLocked, offsetLayers, runCommand } from '../editor/commands/index.ts';
import type { GuaranteeWork } from '../guarantee/jobs.ts';
import type { EditorCommand, FromEngine, ToEngine } from '../protocol/index.ts';
import { filmDecoration } from '../session/film.ts';
import { mergeLayers } from '../session/merge-layers.ts';
import { moveLayers } from '../session/move-layers.ts';
import type { TransformWish } from '../session/preview-transform.ts';
import { selectedShare } from '../session/selected-share.ts';
import type { Session } from '../session/session.ts';
import type { SmallPicture } from '../session/thumbnail.ts';
import { createStaging, type Staging, type StagingParts } from '../staging/staging.ts';
import { createHeldFile } from './held-file.ts';
import { type OpenDocument, type OpenParts, openDocument } from './open-document.ts';
import { createPainting } from './painting.ts';
import type { EngineScreen } from './screen.ts';
import { inSlices } from './slices.ts';

export interface EngineParts extends OpenParts {
  readonly encode: (picture: SmallPicture) => Blob;
  readonly screen: EngineScreen;
  /** Long work on bytes, in a thread of its own. */
  readonly work: GuaranteeWork;
  /** Tells of a fault of ours that nothing was lost by. */
  readonly report: (fault: Error) => void;
  /** A test's planted bug. */
  readonly spoil?: StagingParts['spoil'];
}

export interface Engine {
  receive(message: Exclude<ToEngine, { kind: 'canvas' }>): void;
}

interface Open extends OpenDocument {
  readonly staging: Staging;
}

type OpenMessage = Exclude<ToEngine, { kind: 'canvas' | 'open' | 'close' | 'view' | 'read-file' }>;

/** A stroke that is being drawn ends where it is: what comes next builds on it, and not on what was before it. */
const ENDS_STROKE: ReadonlySet<string> = new Set<ToEngine['kind']>([
  'command',
  'undo',
  'redo',
  'jump',
  'stroke-begin',
  'take-frame',
]);

/** What makes something new, for which there must be room. */
const MAKES: ReadonlySet<string> = new Set<ToEngine['kind']>(['command', 'add-picture', 'stroke-begin']);

/** The worker's side of the protocol: one open document at a time, driven by messages. */
export function createEngine(parts: EngineParts): Engine {
  const { screen, post } = parts;
  let open: Open | null = null;
  /** Counts the wishes, so that one that took long does not replace a later one. */
  let wish = 0;
  const held = createHeldFile(post);
  /** The document before this one has its last steps kept. */
  let kept: Promise<unknown> = Promise.resolve();
  const paint = createPainting({
    here: () => open?.session ?? null,
    push: (step) => open?.push(step),
    screen,
    post,
    newId: parts.newId,
  });

  const close = (): void => {
    wish += 1;
    paint({ kind: 'forget' });
    screen.show(null);
    open?.staging.stop();
    if (open !== null) kept = open.close();
    open = null;
  };
  const start = async (message: Extract<ToEngine, { kind: 'open' }>): Promise<void> => {
    close();
    const mine = wish;
    const how = held.startOf(message.start);
    if (how === null) {
      post({ kind: 'failed', why: 'file-missing' });
      return;
    }
    await kept;
    if (mine !== wish) return;
    const opened = await openDocument(parts, message.documentId, how);
    if ('kind' in opened) {
      if (mine === wish) post(opened);
      return;
    }
    if (mine !== wish) {
      void opened.close();
      return;
    }
    open = { ...opened, staging: stagingOf(parts, opened, () => paint({ kind: 'stroke-end' })) };
    screen.show(opened.session);
  };
  const toOpen = (here: Open, message: OpenMessage): void => {
    const shown = (): void => {
      here.staging.followed();
      screen.invalidate();
    };
    if (ENDS_STROKE.has(message.kind)) paint({ kind: 'stroke-end' });
    const why = MAKES.has(message.kind) ? here.refusal() : null;
    if (why !== null) {
      post({ kind: 'refused', why });
      return;
    }
    if (message.kind === 'add-picture') void here.addPicture(message.sha256, message, message.at).then(shown);
    else if (isStroke(message)) paint(message);
    else act(parts, here, message);
    shown();
  };

  return {
    receive(message) {
      if (message.kind === 'open') void start(message);
      else if (message.kind === 'close') close();
      else if (message.kind === 'read-file') void held.look(message.file);
      else if (message.kind === 'view') screen.setView(message.view);
      else if (open !== null) toOpen(open, message);
      else answerAway(post, message);
    },
  };
}

/** Whoever asked of a document that is not open gets an answer too. */
function answerAway(post: EngineParts['post'], message: OpenMessage): void {
  const away = { kind: 'refused', why: 'away' } as const;
  if (message.kind === 'flatten')
    post({ kind: 'flattened', documentId: message.documentId, outcome: { kind: 'not-found' } });
  if (message.kind === 'layered')
    post({ kind: 'layered', documentId: message.documentId, outcome: { kind: 'not-found' } });
  if (message.kind === 'take-frame')
    post({ kind: 'frame-taken', request: message.wish.request, outcome: away });
  if (message.kind === 'accept-staged')
    post({ kind: 'staged-accepted', request: message.request, outcome: away });
}

function stagingOf(parts: EngineParts, here: OpenDocument, settle: () => void): Staging {
  const { work, newId, screen, post, report, spoil, now, wait, desktop } = parts;
  return createStaging({
    session: here.session,
    files: desktop,
    work,
    newId,
    pause: inSlices({ now, rest: () => wait(0) }),
    settle,
    refusal: here.refusal,
    push: here.push,
    invalidate: screen.invalidate,
    post,
    report,
    spoil,
  });
}

type StrokeMessage = Extract<OpenMessage, { kind: `stroke-${string}` }>;

function isStroke(message: OpenMessage): message is StrokeMessage {
  return message.kind.startsWith('stroke-');
}

function act(
  parts: EngineParts,
  here: Open,
  message: Exclude<OpenMessage, StrokeMessage | { kind: 'add-picture' }>,
): void {
  const { session, staging } = here;
  switch (message.kind) {
    case 'active':
      session.setActive(message.layer);
      break;
    case 'command':
      run(parts, here, message.command);
      break;
    case 'undo':
    case 'redo':
    case 'jump':
      go(here, message);
      break;
    case 'preview-move':
    case 'preview-values':
    case 'preview-transform':
      preview(session, message);
      break;
    case 'film':
      layFilm(session, message);
      break;
    case 'take-frame':
      void staging.take(message.wish);
      break;
    case 'stage':
      void staging.stage(message.picture, message.view);
      break;
    case 'accept-staged':
      void staging.accept(message.request, message.wish);
      break;
    default:
      answer(parts, here, message);
  }
}

function go(here: OpenDocument, message: Extract<OpenMessage, { kind: 'undo' | 'redo' | 'jump' }>): void {
  const { position } = here.session.history;
  if (message.kind === 'jump') here.go(message.position);
  else here.go(position + (message.kind === 'undo' ? -1 : 1));
}

type Question = Extract<
  OpenMessage,
  { kind: 'copy' | 'bounds' | 'coverage' | 'save' | 'flatten' | 'layered' | 'pick' }
>;

/** What is asked of the document and leaves it as it is. */
function answer(parts: EngineParts, here: OpenDocument, message: Question): void {
  const { session } = here;
  switch (message.kind) {
    case 'copy':
      parts.post(copied(parts, session, message.layer));
      break;
    case 'bounds':
      parts.post({ kind: 'bounds', layers: message.layers, rect: session.boundsOf(message.layers) });
      break;
    case 'coverage':
      parts.post({ ...message, share: selectedShare(session.store, session.history.state, message.rect) });
      break;
    case 'save':
      void here.save(message.wish);
      break;
    case 'flatten':
      void here.flatten();
      break;
    case 'layered':
      void here.layered(message.format);
      break;
    case 'pick':
      pick(parts, session, message.at);
      break;
    default:
      unreachable(message);
  }
}

function copied({ encode }: EngineParts, session: Session, layer: LayerId): FromEngine {
  const found = session.copyPixels(layer);
  const png = found === null ? null : encode({ ...found.rect, bytes: found.bytes });
  return { kind: 'copied', png, rect: found?.rect ?? null };
}

function pick({ post }: EngineParts, session: Session, at: Point): void {
  const colour = session.colourAt(at);
  if (colour !== null) post({ kind: 'picked', colour });
}

function run({ newId, post }: EngineParts, here: OpenDocument, command: EditorCommand): void {
  const { store, history } = here.session;
  const context = { store, state: history.state, newId };
  const outcome =
    command.kind === 'move-layers'
      ? changed(context, 'move-layer', moveLayers(here.session.document(), command.ids, command.place))
      : command.kind === 'merge-layers'
        ? mergeLayers(here.session, command.ids, newId)
        : runCommand(context, command);
  if (outcome.kind === 'step') here.push(outcome.step);
  if (outcome.kind === 'refused') post({ kind: 'refused', why: outcome.code });
}

function layFilm(session: Session, { colour, opacity }: Extract<OpenMessage, { kind: 'film' }>): void {
  session.decorate('film', colour === null ? null : filmDecoration(session.store, colour, opacity));
}

type Preview = Extract<OpenMessage, { kind: `preview-${string}` }>;

/** Shown for as long as the hand has not decided. */
function preview(session: Session, message: Preview): void {
  const document = session.document();
  if (message.kind === 'preview-transform') session.previewTransform(transformWish(document, message));
  else if (message.kind === 'preview-move')
    session.previewDocument(moved(document, message.layers, message.by));
  else session.previewDocument(withValues(document, message));
}

/** Null puts the real record back; what is locked is not seen to move. */
function moved(document: DocumentRecord, ids: readonly LayerId[], by: Point | null): DocumentRecord | null {
  if (by === null || ids.some((id) => isLocked(document, id))) return null;
  return offsetLayers(document, ids, by);
}

function withValues(
  document: DocumentRecord,
  { layers, patch }: Extract<ToEngine, { kind: 'preview-values' }>,
): DocumentRecord | null {
  return patch === null ? null : layers.reduce((now, id) => patchLayer(now, id, patch), document);
}

function transformWish(
  document: DocumentRecord,
  { layers, matrix }: Extract<ToEngine, { kind: 'preview-transform' }>,
): TransformWish | null {
  const all = layers.flatMap((id) => withDescendants(document, id));
  return matrix === null || all.some((id) => isLocked(document, id)) ? null : { layers, matrix };
}
