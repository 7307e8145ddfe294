/** What a page answers after a stroke. All times are milliseconds with the screen's pixels really there. */
export interface StrokeTimes {
  readonly begin: number;
  readonly events: readonly number[];
}

const RAF_EVENTS = 60;

/** Times each event until the budget is spent; the rest is drawn all the same, so that the outcome is whole. */
export function timeEvents(
  count: number,
  budgetMs: number,
  draw: (event: number) => void,
  flush: () => void,
): number[] {
  const times: number[] = [];
  const begun = performance.now();
  for (let event = 0; event < count; event++) {
    const start = performance.now();
    draw(event);
    flush();
    const end = performance.now();
    times.push(end - start);
    if (end - begun > budgetMs) break;
  }
  return times;
}

/** One event a frame: what the browser itself does with the canvases afterwards is in here. */
export async function frameIntervals(draw: (event: number) => void): Promise<number[]> {
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const intervals: number[] = [];
  await nextFrame();
  let last = performance.now();
  for (let event = 0; event < RAF_EVENTS; event++) {
    draw(event);
    await nextFrame();
    const now = performance.now();
    intervals.push(now - last);
    last = now;
  }
  return intervals;
}

export async function postBytes(
  path: string,
  bytes: Uint8Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer>,
) {
  const response = await fetch(path, { method: 'POST', body: new Blob([bytes]) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
}
