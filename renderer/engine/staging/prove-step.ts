import { intersectRects, isEmptyRect, moveRect, type Rect } from '../../../shared/geometry/index.ts';
import type { Proof } from '../../../shared/guarantee/index.ts';
import type { Session } from '../session/session.ts';
import { takeSnapshot } from '../session/snapshot.ts';
import { keysOf, tileRect } from '../tiles/index.ts';
import type { Step } from '../undo/index.ts';
import { stateAfter } from '../undo/step.ts';
import type { TouchedRect } from './accept-step.ts';

export type Outside = Pick<Proof, 'protectedPixels' | 'largestChangeOutside'>;

/**
 * Counts in the document itself, as it is seen before a step and after it: in each rect that the step touched, the pixels
 * that no mask of the step lets change, and the largest change among them. The step need not be done. Each yield is a place
 * to rest.
 */
export function* countOutside(
  { store, kernel, history }: Session,
  step: Step,
  touched: readonly TouchedRect[],
): Generator<void, readonly Outside[]> {
  const before = takeSnapshot(store, kernel, history.state);
  const after = takeSnapshot(store, kernel, stateAfter(history.state, step));
  const { width, height, origin = NOWHERE } = before.document;
  const { origin: moved = NOWHERE } = after.document;
  // Where the page before is on the page after: what was not seen at all can't have changed.
  const shift = { x: origin.x - moved.x, y: origin.y - moved.y };
  const page = { ...shift, width, height };
  const counts: Outside[] = [];
  try {
    for (const one of touched) {
      const others = touched.filter((other) => other !== one);
      let sum: Outside = { protectedPixels: 0, largestChangeOutside: 0 };
      for (const key of keysOf(one.rect)) {
        const part = intersectRects(intersectRects(tileRect(key), one.rect), page);
        if (isEmptyRect(part)) continue;
        const mayChange = unionOf([one, ...others], part);
        if (mayChange.every((share) => share !== 0)) continue;
        const old = yield* before.seen(moveRect(part, -shift.x, -shift.y));
        sum = added(sum, compared(old, yield* after.seen(part), mayChange));
      }
      counts.push(sum);
    }
    return counts;
  } finally {
    before.release();
    after.release();
  }
}

const NOWHERE = { x: 0, y: 0 };

/** What any of them lets change in a part of the document: 0 is nothing. */
function unionOf(all: readonly TouchedRect[], part: Rect): Uint8Array {
  const shares = new Uint8Array(part.width * part.height);
  for (const { rect, mask } of all) {
    const both = intersectRects(rect, part);
    for (let y = both.y; y < both.y + both.height; y++) {
      const from = (y - rect.y) * rect.width - rect.x;
      const to = (y - part.y) * part.width - part.x;
      for (let x = both.x; x < both.x + both.width; x++)
        shares[to + x] = (shares[to + x] ?? 0) | (mask === null ? 255 : (mask[from + x] ?? 0));
    }
  }
  return shares;
}

function compared(before: Uint8Array, after: Uint8Array, mayChange: Uint8Array): Outside {
  let protectedPixels = 0;
  let largestChangeOutside = 0;
  for (let pixel = 0; pixel < mayChange.length; pixel++) {
    if (mayChange[pixel] !== 0) continue;
    protectedPixels += 1;
    for (let at = 4 * pixel; at < 4 * pixel + 4; at++) {
      const change = Math.abs((before[at] ?? 0) - (after[at] ?? 0));
      if (change > largestChangeOutside) largestChangeOutside = change;
    }
  }
  return { protectedPixels, largestChangeOutside };
}

function added(one: Outside, other: Outside): Outside {
  return {
    protectedPixels: one.protectedPixels + other.protectedPixels,
    largestChangeOutside: Math.max(one.largestChangeOutside, other.largestChangeOutside),
  };
}
