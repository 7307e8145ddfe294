import type { Page } from '@playwright/test';
import { type BenchResult, judge, median } from '../result.ts';
import type { OurFigures } from './measure-gesso.ts';
import { openPage } from './open-page.ts';
import type { PageName, PageServer } from './page-server.ts';
import { LAYERS, type ViewName } from './scene.ts';

const BENCH = 'canvas';
/** A peer that has not opened the page by then is left out, and a line says so. */
const OPEN_MS = 90_000;
const STROKE_MS = 7_000;
/** Each blend of a layer in 8 bits is off by half a step at most. */
const MAX_DIFFERENCE = LAYERS / 2;
const MEAN_DIFFERENCE = 2;

export interface Peer {
  readonly page: PageName;
  readonly name: string;
  /** Ours over theirs at most; without one it is only said. */
  readonly limits: Readonly<Record<ViewName, number>> | null;
  /** Whether the page shows one canvas that can be read. */
  readonly comparable: boolean;
}

/** The same strokes in a peer's page, and what was seen there against what our engine showed. */
export async function* measurePeer(
  server: PageServer,
  side: number,
  { page: pageName, name, limits, comparable }: Peer,
  ours: OurFigures,
): AsyncIterable<BenchResult> {
  const { page, close } = await openPage(server, pageName);
  try {
    if (!(await opens(page, side))) {
      const what = `${name}: not measured, the page was not open after so long`;
      const limit = limits === null ? {} : { limit: 0 };
      yield judge({ bench: BENCH, case: what, value: OPEN_MS / 1000, unit: 's', ...limit });
      return;
    }
    const beginsMs: number[] = [];
    const picture = server.expect('/posted/peer', ours.picture.length);
    for (const [view, at] of [
      ['actual', 'at 1:1'],
      ['fit', 'at fit'],
    ] as const) {
      const times = await page.evaluate(
        async ({ view, budget }) => {
          window.peer.show(view);
          return window.peer.stroke(view, budget, view === 'actual' ? '/posted/peer' : null);
        },
        { view, budget: STROKE_MS },
      );
      beginsMs.push(times.begin);
      const ratio = ours.brush[view] / median(times.events);
      const what = `brush ${at}, ${side} x ${side}, ${LAYERS} layers, over ${name}`;
      const limit = limits === null ? {} : { limit: limits[view] };
      yield judge({ bench: BENCH, case: what, value: ours.brush[view], unit: 'ms', ratio, ...limit });
    }
    if (comparable) yield* differenceLines(name, ours, picture);
    yield* informationLines(page, name, ours, median(beginsMs));
  } finally {
    await close();
  }
}

/** What a person would feel besides: the frame with the browser's own work in it, and the moment a stroke begins. */
async function* informationLines(
  page: Page,
  name: string,
  { frameMs, beginMs }: OurFigures,
  peerBeginMs: number,
): AsyncIterable<BenchResult> {
  const theirs = median(
    await page.evaluate(() => {
      window.peer.show('actual');
      return window.peer.frames('actual');
    }),
  );
  const frames = `from frame to frame while painting at 1:1, over ${name}`;
  yield judge({ bench: BENCH, case: frames, value: frameMs, unit: 'ms', ratio: frameMs / theirs });
  const begin = `beginning a stroke that can be undone, over ${name}`;
  yield judge({ bench: BENCH, case: begin, value: beginMs, unit: 'ms', ratio: beginMs / peerBeginMs });
}

async function opens(page: Page, side: number): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), OPEN_MS).unref());
  const opened = page
    .evaluate((wanted) => window.peer.open(wanted), side)
    .then(
      () => true,
      () => false,
    );
  return Promise.race([opened, late]);
}

function* differenceLines(
  name: string,
  { picture, unpainted }: OurFigures,
  theirs: Buffer,
): Iterable<BenchResult> {
  const unit = 'of 255';
  const { mean, most } = differenceOf(picture, theirs);
  const what = `seen after the stroke at 1:1, beside ${name}`;
  yield judge({ bench: BENCH, case: `${what}: mean difference`, value: mean, unit, limit: MEAN_DIFFERENCE });
  yield judge({
    bench: BENCH,
    case: `${what}: largest difference`,
    value: most,
    unit,
    limit: MAX_DIFFERENCE,
  });
  // A comparison that would not see a missing stroke says nothing.
  const missing = differenceOf(unpainted, theirs).most;
  const planted = 'a stroke left out would be seen: the difference allowed over what it makes';
  yield judge({
    bench: BENCH,
    case: `${planted}, beside ${name}`,
    value: missing,
    unit,
    ratio: MAX_DIFFERENCE / missing,
    limit: 1,
  });
}

function differenceOf(one: Buffer, other: Buffer): { readonly mean: number; readonly most: number } {
  let sum = 0;
  let most = 0;
  for (let at = 0; at < one.length; at++) {
    // The screen is opaque in both: alpha would only thin the mean.
    if (at % 4 === 3) continue;
    const off = Math.abs((one[at] ?? 0) - (other[at] ?? 0));
    sum += off;
    most = Math.max(most, off);
  }
  return { mean: sum / ((one.length * 3) / 4), most };
}
