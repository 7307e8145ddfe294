import type { PixelsId } from '../../../shared/document/index.ts';
import type { EditorState } from '../editor/state.ts';
import type { KeepAnswer } from '../guarantee/jobs.ts';
import type { StagedPicture, StageView } from '../protocol/index.ts';
import type { Decoration } from '../session/decorations.ts';
import type { Session } from '../session/session.ts';
import { differenceDecoration } from './difference.ts';
import {
  gridOfBytes,
  releasePixels,
  resultDecoration,
  type StagedPixels,
  splitDecoration,
} from './staged-layer.ts';
import { hereNow, standsIn } from './where.ts';

/** The one picture that is looked at, and how. */
export interface Looked {
  readonly picture: StagedPicture;
  readonly answer: KeepAnswer | null;
  /** The document that it was shown over last; null when it was not yet. */
  readonly over: EditorState | null;
  /** Its pixels are there. */
  answered(answer: KeepAnswer): void;
  show(view: StageView): Promise<void>;
  showAsWished(): Promise<void>;
  /** Shown as before, over another document. */
  showAgain(moved: boolean): void;
  /** Takes it out of sight, and lets its pixels go. */
  forget(): void;
}

interface LookParts {
  readonly session: Session;
  readonly newId: () => string;
  readonly pause: () => Promise<void>;
  readonly invalidate: () => void;
}

export function lookAt(
  { session, newId, pause, invalidate }: LookParts,
  picture: StagedPicture,
  wish: StageView,
): Looked {
  const { store, history } = session;
  // Named once, so that a line that is dragged changes one column of tiles.
  const extra = newId() as PixelsId;
  let view = wish;
  let answer: KeepAnswer | null = null;
  let pixels: StagedPixels | null = null;
  let over: EditorState | null = null;
  /** Counts what was begun to be shown, so that what took long does not replace a later one. */
  let turn = 0;

  const decorate = (decoration: Decoration | null): void => {
    session.decorate('staged', decoration);
    invalidate();
  };
  const showDifference = async (here: StagedPixels, gain: number): Promise<void> => {
    const mine = turn;
    const making = differenceDecoration(session, picture, here, newId() as PixelsId, gain);
    let made = making.next();
    while (made.done !== true) {
      await pause();
      if (mine !== turn) {
        making.return(NO_DECORATION);
        return;
      }
      made = making.next();
    }
    decorate(made.value);
  };
  const show = async (next: StageView): Promise<void> => {
    turn += 1;
    view = next;
    over = history.state;
    if (pixels === null || view.kind === 'original') decorate(null);
    else if (view.kind === 'result') decorate(resultDecoration(store, picture, pixels));
    else if (view.kind === 'difference') await showDifference(pixels, view.gain);
    else {
      const { x } = hereNow(session.document(), standsIn(picture));
      decorate(splitDecoration(store, picture, pixels, extra, view.x - x));
    }
  };
  return {
    picture,
    get answer() {
      return answer;
    },
    get over() {
      return over;
    },
    answered(made) {
      answer = made;
      if (made.kind === 'refused') return;
      const grid = gridOfBytes(store, standsIn(picture), made.picture.bytes);
      pixels = { id: newId() as PixelsId, grid };
    },
    show,
    showAsWished: () => show(view),
    showAgain(moved) {
      // A layer is laid over every document anew; what was worked out of one is not.
      if (view.kind === 'difference' || (view.kind === 'split' && moved)) void show(view);
      else over = history.state;
    },
    forget() {
      turn += 1;
      decorate(null);
      if (pixels !== null) releasePixels(store, pixels);
      pixels = null;
    },
  };
}

const NO_DECORATION: Decoration = { decorate: (document) => document, grids: new Map() };
