import type { PixelsId } from '../../../shared/document/index.ts';
import type { Point } from '../../../shared/geometry/index.ts';
import type { EditorState } from '../editor/state.ts';
import type { GuaranteeWork, KeepAnswer } from '../guarantee/jobs.ts';
import type {
  AcceptWish,
  FrameWish,
  FromEngine,
  RoomRefusal,
  StagedPicture,
  StageOutcome,
  StageView,
} from '../protocol/index.ts';
import { outline } from '../selection/index.ts';
import type { Decoration } from '../session/decorations.ts';
import type { Session } from '../session/session.ts';
import { emptyGrid, withTiles, writeRect } from '../tiles/index.ts';
import type { Step } from '../undo/index.ts';
import { type AcceptParts, acceptStaged } from './accept.ts';
import { differenceDecoration } from './difference.ts';
import { createKeptEdits, type StageFiles } from './kept-edits.ts';
import {
  gridOfBytes,
  releasePixels,
  resultDecoration,
  type StagedPixels,
  splitDecoration,
} from './staged-layer.ts';
import { takeFrame } from './take-frame.ts';
import { hereNow, standsIn } from './where.ts';

export interface StagingParts {
  readonly session: Session;
  readonly files: StageFiles;
  readonly work: GuaranteeWork;
  readonly newId: () => string;
  readonly pause: () => Promise<void>;
  readonly settle: () => void;
  readonly refusal: () => RoomRefusal | null;
  readonly push: (step: Step) => boolean;
  /** Something else is to be seen. */
  readonly invalidate: () => void;
  readonly post: (message: FromEngine) => void;
  readonly report: (fault: Error) => void;
  /** A test's planted bug goes here. */
  readonly spoil?: AcceptParts['spoil'];
}

/** Pictures of runs in one open document, before they are decided on. */
export interface Staging {
  take(wish: FrameWish): Promise<void>;
  stage(picture: StagedPicture | null, view: StageView): Promise<void>;
  accept(request: number, wish: AcceptWish): Promise<void>;
  /** Called when steps may have been made: what was worked out of the document before is made anew. */
  followed(): void;
  stop(): void;
}

/** The picture that is looked at, with its pixels in tiles once they are there. */
interface Looked {
  readonly picture: StagedPicture;
  view: StageView;
  answer: KeepAnswer | null;
  pixels: StagedPixels | null;
  /** Named once, so that a line that is dragged changes one column of tiles. */
  readonly extra: PixelsId;
  /** Of the document that was shown last. */
  shown: EditorState | null;
}

export function createStaging(parts: StagingParts): Staging {
  const { session, files, work, newId, pause, invalidate, post } = parts;
  const { store, history } = session;
  const edits = createKeptEdits(files, work);
  let looked: Looked | null = null;
  let closed = false;
  /** Counts what was begun to be shown, so that what took long does not replace a later one. */
  let turn = 0;

  const decorate = (decoration: Decoration | null): void => {
    session.decorate('staged', decoration);
    invalidate();
  };
  const forget = (): void => {
    turn += 1;
    const before = looked;
    looked = null;
    if (before === null) return;
    decorate(null);
    if (before.pixels !== null) releasePixels(store, before.pixels);
  };
  const show = async (now: Looked): Promise<void> => {
    turn += 1;
    const mine = turn;
    const { picture, view, pixels, extra } = now;
    now.shown = history.state;
    if (pixels === null || view.kind === 'original') decorate(null);
    else if (view.kind === 'result') decorate(resultDecoration(store, picture, pixels));
    else if (view.kind === 'split') {
      const { x } = hereNow(session.document(), standsIn(picture));
      decorate(splitDecoration(store, picture, pixels, extra, view.x - x));
    } else await showDifference(now, pixels, view.gain, () => mine === turn);
  };
  const showDifference = async (
    { picture }: Looked,
    pixels: StagedPixels,
    gain: number,
    isWanted: () => boolean,
  ): Promise<void> => {
    const making = differenceDecoration(session, picture, pixels, newId() as PixelsId, gain);
    let made = making.next();
    while (made.done !== true) {
      await pause();
      if (!isWanted()) {
        making.return(NO_DECORATION);
        return;
      }
      made = making.next();
    }
    decorate(made.value);
  };
  const tell = ({ picture, answer }: Looked): void =>
    post({ kind: 'staged', pictureId: picture.pictureId, outcome: outcomeOf(session, picture, answer) });

  return {
    async take(wish) {
      const outcome = await takeFrame({ session, work, pause }, wish).catch((fault: Error) => {
        if (!closed) parts.report(fault);
        return { kind: 'refused', why: 'away' } as const;
      });
      post({ kind: 'frame-taken', request: wish.request, outcome });
    },
    async stage(picture, view) {
      if (picture === null) {
        forget();
        return;
      }
      if (looked !== null && isSame(looked.picture, picture)) {
        looked.view = view;
        if (looked.answer !== null) await show(looked);
        return;
      }
      forget();
      const now: Looked = {
        picture,
        view,
        answer: edits.known(picture, 'cut'),
        pixels: null,
        extra: newId() as PixelsId,
        shown: null,
      };
      looked = now;
      if (now.answer === null) {
        tell(now);
        now.answer = await edits.ask(picture, 'cut');
      }
      if (looked !== now || closed) return;
      const { answer } = now;
      if (answer.kind !== 'refused')
        now.pixels = {
          id: newId() as PixelsId,
          grid: gridOfBytes(store, standsIn(picture), answer.picture.bytes),
        };
      tell(now);
      await show(now);
    },
    async accept(request, wish) {
      const push = (step: Step): boolean => {
        const isShown = wish.pictures.some(({ picture }) => picture.pictureId === looked?.picture.pictureId);
        // It must not be seen twice.
        if (isShown) forget();
        return parts.push(step);
      };
      const outcome = await acceptStaged({ ...parts, edits, push, isClosed: () => closed }, wish);
      post({ kind: 'staged-accepted', request, outcome });
      invalidate();
    },
    followed() {
      if (looked === null || looked.shown === null || looked.shown === history.state) return;
      const moved = !sameOrigin(looked.shown.document.origin, session.document().origin);
      if (moved) tell(looked);
      const { kind } = looked.view;
      // A layer is laid over every document anew; what was worked out of one is not.
      if (kind === 'difference' || (kind === 'split' && moved)) void show(looked);
      else looked.shown = history.state;
    },
    stop() {
      closed = true;
      forget();
    },
  };
}

const NO_DECORATION: Decoration = { decorate: (document) => document, grids: new Map() };

function isSame(one: StagedPicture, other: StagedPicture): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sameOrigin(one: Point | undefined, other: Point | undefined): boolean {
  return (one?.x ?? 0) === (other?.x ?? 0) && (one?.y ?? 0) === (other?.y ?? 0);
}

function outcomeOf(session: Session, picture: StagedPicture, answer: KeepAnswer | null): StageOutcome {
  switch (answer?.kind) {
    case undefined:
      return { kind: 'working' };
    case 'kept':
      return { kind: 'kept', proof: answer.proof, outline: outlineOf(session, picture, answer.mask) };
    case 'placed':
      return { kind: 'placed' };
    case 'unrelated':
      return { kind: 'unrelated', likeness: answer.likeness };
    case 'refused':
      return answer;
  }
}

/** Lines around what the mask lets through, in the document as it is now. */
function outlineOf(
  { store, document }: Session,
  picture: StagedPicture,
  mask: Uint8Array,
): readonly (readonly Point[])[] {
  const { x, y, width, height } = hereNow(document(), standsIn(picture));
  const empty = emptyGrid(1);
  const tiles = writeRect(store, empty, { x: 0, y: 0, width, height }, mask);
  const lines = outline(store, withTiles(empty, tiles));
  for (const tile of tiles.values()) if (tile !== null) store.release(tile);
  return lines.map((line) => line.map((point) => ({ x: point.x + x, y: point.y + y })));
}
