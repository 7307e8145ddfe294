import type { Proof } from '../../../shared/guarantee/index.ts';
import type { Wanted } from '../guarantee/jobs.ts';
import type { AcceptHow, AcceptOutcome, AcceptWish, RoomRefusal } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import { dropStep, type Step } from '../undo/index.ts';
import { type Accepted, acceptStep, type TouchedRect } from './accept-step.ts';
import type { KeptEdits } from './kept-edits.ts';
import { countOutside, type Outside } from './prove-step.ts';

export interface AcceptParts {
  readonly session: Session;
  readonly edits: KeptEdits;
  readonly newId: () => string;
  /** Ends a stroke that is being drawn: what comes builds on it. */
  readonly settle: () => void;
  readonly refusal: () => RoomRefusal | null;
  /** Does a step and has it kept; false when there is no memory for it, and then it is gone. */
  readonly push: (step: Step) => boolean;
  /** Asked between two pieces of work. */
  readonly pause: () => Promise<void>;
  readonly isClosed: () => boolean;
  /** Tells of a fault of ours. */
  readonly report: (fault: Error) => void;
  /** A test's planted bug goes here. */
  readonly spoil?: ((step: Step) => Step) | undefined;
}

const WANTED: Readonly<Record<AcceptHow, Wanted>> = {
  edit: 'cut',
  masked: 'placed',
  whole: 'as-it-came',
  all: 'placed',
};
/** A hand that paints on makes what was counted old. After so many it is counted without a rest. */
const TRIES = 3;

/** Pictures as layers, in one step that is proven before it is done. */
export async function acceptStaged(parts: AcceptParts, wish: AcceptWish): Promise<AcceptOutcome> {
  const pictures = await gathered(parts, wish);
  if (!Array.isArray(pictures)) return pictures;
  for (let turn = 1; ; turn++) {
    const outcome = await tried(parts, wish.how, pictures, turn >= TRIES).catch(orMemoryFull);
    if (outcome !== 'again') return outcome;
  }
}

const refused = (why: Extract<AcceptOutcome, { kind: 'refused' }>['why']): AcceptOutcome => ({
  kind: 'refused',
  why,
});

function orMemoryFull(error: unknown): AcceptOutcome {
  if (error instanceof RangeError) return refused('memory-full');
  throw error;
}

async function gathered(
  { edits }: AcceptParts,
  { pictures, how }: AcceptWish,
): Promise<AcceptOutcome | Accepted[]> {
  const all: Accepted[] = [];
  for (const wish of pictures) {
    const answer = await edits.ask(wish.picture, WANTED[how]);
    if (answer.kind === 'refused') return refused(answer.why);
    if (answer.kind === 'unrelated' && how !== 'whole' && how !== 'all') return refused('unrelated');
    all.push({ wish, answer });
  }
  return all.length === 0 ? refused('nothing-to-change') : all;
}

async function tried(
  parts: AcceptParts,
  how: AcceptHow,
  pictures: readonly Accepted[],
  isLast: boolean,
): Promise<AcceptOutcome | 'again'> {
  const { session, newId, settle, refusal, push, isClosed, report, spoil } = parts;
  if (isClosed()) return refused('away');
  settle();
  const room = refusal();
  if (room !== null) return refused(room);
  const { store, history } = session;
  const { state } = history;
  const built = acceptStep({ store, state, newId }, pictures, how);
  if (built.kind === 'refused')
    return refused(built.code === 'too-many-layers' ? 'too-many-layers' : 'out-of-bounds');
  const step = spoil?.(built.step) ?? built.step;
  const counts = await counted(parts, step, built.touched, isLast).catch((error: unknown) => {
    dropStep(store, step);
    throw error;
  });
  if (counts === null) {
    dropStep(store, step);
    return refused('away');
  }
  settle();
  if (history.state !== state) {
    dropStep(store, step);
    return 'again';
  }
  const proofs = proofsOf(pictures, counts);
  const change = Math.max(0, ...Object.values(proofs).map((proof) => proof.largestChangeOutside));
  if (change > 0) {
    dropStep(store, step);
    report(new Error(`a step was refused that changed a protected pixel by ${change}`));
    return refused('not-proven');
  }
  if (!push(step)) return refused('memory-full');
  return { kind: 'accepted', proofs, layerGone: built.layerGone };
}

/** Null when the document was closed meanwhile. */
async function counted(
  { session, pause, isClosed }: AcceptParts,
  step: Step,
  touched: readonly TouchedRect[],
  isLast: boolean,
): Promise<readonly Outside[] | null> {
  const counting = countOutside(session, step, touched);
  let counts = counting.next();
  while (counts.done !== true) {
    if (!isLast) await pause();
    if (isClosed()) {
      counting.return([]);
      return null;
    }
    counts = counting.next();
  }
  return counts.value;
}

/** What the arithmetic says of each picture, with what was counted in the document. */
function proofsOf(
  pictures: readonly Accepted[],
  counts: readonly Outside[],
): Readonly<Record<string, Proof>> {
  return Object.fromEntries(
    pictures.flatMap(({ wish, answer }, at) => {
      const outside = counts[at];
      if (answer.kind !== 'kept' || outside === undefined) return [];
      return [[wish.picture.pictureId, { ...answer.proof, ...outside }]];
    }),
  );
}
