import { intersectRects, type Rect } from '../../../shared/geometry/index.ts';
import { distanceFrom } from '../../../shared/guarantee/index.ts';
import type { FrameJob } from './jobs.ts';

/** What a run may change of a window: 255 all of a pixel, 0 nothing of it, row by row. Null when it is nothing at all. */
export function frameMask(job: FrameJob): Uint8Array | null {
  const { window, page, source } = job;
  const frame = intersectRects(job.frame, window);
  const coverage = coverageOf(job);
  if (coverage === null) return null;
  const allowed = source === 'clear' ? frame : intersectRects(frame, page);
  const fade = fadeOf(frame, fadingSides(coverage, window, frame, page), job.feather);
  const mask = new Uint8Array(coverage.length);
  let most = 0;
  for (let y = allowed.y; y < allowed.y + allowed.height; y++)
    for (let x = allowed.x; x < allowed.x + allowed.width; x++) {
      const at = (y - window.y) * window.width + x - window.x;
      const value = Math.round((coverage[at] ?? 0) * fade(x, y));
      mask[at] = value;
      if (value > most) most = value;
    }
  return most === 0 ? null : mask;
}

/** How much of a pixel's coverage is left near the sides that fade, 0 to 1. */
function fadeOf(frame: Rect, sides: Sides, feather: number): (x: number, y: number) => number {
  // The middle of a small frame is not to fade with its edge.
  const reach = Math.min(feather, Math.min(frame.width, frame.height) / 4);
  const across = fadeAlong(frame.width, sides.left, sides.right, reach);
  const down = fadeAlong(frame.height, sides.top, sides.bottom, reach);
  return (x, y) => Math.min(across[x - frame.x] ?? 1, down[y - frame.y] ?? 1);
}

function fadeAlong(length: number, first: boolean, last: boolean, reach: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => {
    const far = Math.min(first ? at : reach, last ? length - 1 - at : reach) + 0.5;
    return far >= reach ? 1 : far / reach;
  });
}

/** Of the frame, 0 to 1. */
export function coverageOfFrame(mask: Uint8Array, { width, height }: Rect): number {
  let sum = 0;
  for (const share of mask) sum += share;
  return Math.min(1, sum / (255 * Math.max(1, width * height)));
}

/** Of every pixel of the window, as if there were no frame. */
function coverageOf({ source, selection, original, window, feather }: FrameJob): Uint8Array | null {
  switch (source) {
    case 'selection':
      return selection === null
        ? new Uint8Array(window.width * window.height).fill(255)
        : softened(selection, window, feather);
    case 'selection-alone':
      return selection === null ? null : softened(selection, window, feather);
    case 'clear':
      return clearShares(original, window, feather);
    case 'layer':
      return layerShares(original, selection);
  }
}

/**
 * What is selected, ending softly and inwards: no pixel that was not selected may change. A small mask keeps its middle.
 */
function softened(selection: Uint8Array, { width, height }: Rect, feather: number): Uint8Array {
  if (feather <= 0) return selection;
  const outside = selection.map((share) => (share === 0 ? 255 : 0));
  if (!outside.includes(255)) return selection;
  const { values } = distanceFrom(outside, width, height);
  let deepest = 0;
  for (let at = 0; at < values.length; at++) deepest = Math.max(deepest, values[at] ?? 0);
  const reach = Math.min(feather, deepest / 2);
  if (reach <= 1) return selection;
  return selection.map((share, at) => Math.round(share * Math.min(1, (values[at] ?? 0) / reach)));
}

/** Where nothing is, and softly into what is there, so that what comes has something to join. */
function clearShares(original: Uint8Array, { width, height }: Rect, feather: number): Uint8Array {
  const shares = new Uint8Array(width * height);
  for (let at = 0; at < shares.length; at++) shares[at] = original[4 * at + 3] === 0 ? 255 : 0;
  const { values } = distanceFrom(shares, width, height);
  for (let at = 0; at < shares.length; at++) {
    const ramp = 255 * (1 - (values[at] ?? 0) / (feather + 1));
    shares[at] = Math.max(255 - (original[4 * at + 3] ?? 0), Math.round(Math.max(0, ramp)));
  }
  return shares;
}

function layerShares(original: Uint8Array, selection: Uint8Array | null): Uint8Array {
  const shares = new Uint8Array(original.length / 4);
  for (let at = 0; at < shares.length; at++) {
    const alpha = original[4 * at + 3] ?? 0;
    shares[at] = selection === null ? alpha : Math.round((alpha * (selection[at] ?? 0)) / 255);
  }
  return shares;
}

interface Sides {
  readonly left: boolean;
  readonly right: boolean;
  readonly top: boolean;
  readonly bottom: boolean;
}

/** On which sides the frame's own edge ends what would go on within the page: there a hard seam would stand. */
function fadingSides(coverage: Uint8Array, window: Rect, frame: Rect, page: Rect): Sides {
  const seen = (x: number, y: number): boolean => {
    const inX = Math.min(window.x + window.width - 1, Math.max(window.x, x));
    const inY = Math.min(window.y + window.height - 1, Math.max(window.y, y));
    return (coverage[(inY - window.y) * window.width + inX - window.x] ?? 0) > 0;
  };
  const onPage = (x: number, y: number): boolean =>
    x >= page.x && y >= page.y && x < page.x + page.width && y < page.y + page.height;
  const crosses = (x: number, y: number, dx: number, dy: number): boolean =>
    onPage(x + dx, y + dy) && onPage(x, y) && seen(x, y) && seen(x + dx, y + dy);
  const along = (length: number, crossesAt: (step: number) => boolean): boolean => {
    for (let step = 0; step < length; step++) if (crossesAt(step)) return true;
    return false;
  };
  const { x, y, width, height } = frame;
  return {
    left: along(height, (step) => crosses(x, y + step, -1, 0)),
    right: along(height, (step) => crosses(x + width - 1, y + step, 1, 0)),
    top: along(width, (step) => crosses(x + step, y, 0, -1)),
    bottom: along(width, (step) => crosses(x + step, y + height - 1, 0, 1)),
  };
}
