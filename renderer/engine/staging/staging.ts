import type { Point } from '../../../shared/geometry/index.ts';
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
import type { Session } from '../session/session.ts';
import { emptyGrid, withTiles, writeRect } from '../tiles/index.ts';
import type { Step } from '../undo/index.ts';
import { type AcceptParts, acceptStaged } from './accept.ts';
import { createKeptEdits, type StageFiles } from './kept-edits.ts';
import { type Looked, lookAt } from './looked.ts';
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

export function createStaging(parts: StagingParts): Staging {
  const { session, files, work, pause, invalidate, post, report } = parts;
  const { history } = session;
  const edits = createKeptEdits(files, work);
  let looked: Looked | null = null;
  let closed = false;

  const forget = (): void => {
    looked?.forget();
    looked = null;
  };
  /** Whoever asked gets an answer, also when the work has died. */
  const orAway = (fault: Error) => {
    if (!closed) report(fault);
    return { kind: 'refused', why: 'away' } as const;
  };
  const tell = ({ picture, answer }: Looked): void =>
    post({ kind: 'staged', pictureId: picture.pictureId, outcome: outcomeOf(session, picture, answer) });
  const followed = (): void => {
    const over = looked?.over ?? null;
    if (looked === null || over === null || over === history.state) return;
    const moved = !sameOrigin(over.document.origin, session.document().origin);
    if (moved) tell(looked);
    looked.showAgain(moved);
  };

  return {
    async take(wish) {
      const outcome = await takeFrame({ session, work, pause }, wish).catch(orAway);
      post({ kind: 'frame-taken', request: wish.request, outcome });
    },
    async stage(picture, view) {
      if (picture !== null && looked !== null && isSame(looked.picture, picture)) {
        await looked.show(view);
        return;
      }
      forget();
      if (picture === null) return;
      const now = lookAt(parts, picture, view);
      looked = now;
      const known = edits.known(picture, 'cut');
      if (known === null) tell(now);
      const answer = known ?? (await edits.ask(picture, 'cut'));
      // Another one is looked at by now; what came of this one is remembered.
      if (looked !== now || closed) return;
      now.answered(answer);
      tell(now);
      await now.showAsWished();
    },
    async accept(request, wish) {
      const push = (step: Step): boolean => {
        const isShown = wish.pictures.some(({ picture }) => picture.pictureId === looked?.picture.pictureId);
        // It must not be seen twice.
        if (isShown) forget();
        return parts.push(step);
      };
      const outcome = await acceptStaged({ ...parts, edits, push, isClosed: () => closed }, wish).catch(
        orAway,
      );
      post({ kind: 'staged-accepted', request, outcome });
      followed();
      invalidate();
    },
    followed,
    stop() {
      closed = true;
      forget();
    },
  };
}

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
