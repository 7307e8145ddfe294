import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { BlendMode } from '../../../shared/document/index.ts';
import { type BenchResult, judge, median } from '../result.ts';
import { measureStrokes, type StrokeFigures, warmUp } from './measure-strokes.ts';
import { openPage } from './open-page.ts';
import type { PageServer } from './page-server.ts';
import { ACTIVE, MODES, SHORT_STROKE, strokeLength, VIEW, type ViewName } from './scene.ts';

const BENCH = 'canvas';
const PANS = 3;
const FLATTENED = 7;
/** Layers of the smaller document up to the active one; what is above it is plain. */
const UNDER_PLAIN = 5;
const TILE_BYTES = 256 * 256 * 4;

/** What peers are held against. */
export interface OurFigures {
  readonly brush: Readonly<Record<ViewName, number>>;
  readonly beginMs: number;
  readonly frameMs: number;
  /** What is seen at 1:1 after the stroke, RGBA. */
  readonly picture: Buffer;
  /** And before it. */
  readonly unpainted: Buffer;
}

/** Our engine alone: its own lines, and in the end what the peers are compared with. */
export async function* measureGesso(
  server: PageServer,
  side: number,
): AsyncGenerator<BenchResult, OurFigures> {
  const { page, close } = await openPage(server, 'gesso');
  try {
    await open(page, 'page', side, MODES, ACTIVE);
    await warmUp(page, ['page']);
    const { actual, fit } = await measurePage(page, side);
    yield* touchedLines(page, { actual, fit });
    const frames = await page.evaluate(
      (length) => window.gesso.frames('page', 'actual', length),
      SHORT_STROKE,
    );
    const pictures = await takePictures(page, server);
    yield* layersLines(page, side);
    yield* flattenLines(page, server, side);
    yield* sizeLines(page, side);
    return {
      brush: { actual: actual.p50, fit: fit.p50 },
      beginMs: actual.beginMs,
      frameMs: median(frames),
      ...pictures,
    };
  } finally {
    await close();
  }
}

async function takePictures(
  page: Page,
  server: PageServer,
): Promise<Pick<OurFigures, 'picture' | 'unpainted'>> {
  const sizeBytes = VIEW.width * VIEW.height * 4;
  const unpainted = server.expect('/posted/unpainted', sizeBytes);
  const picture = server.expect('/posted/gesso', sizeBytes);
  await page.evaluate(() => window.gesso.picture('page', 'actual', '/posted/unpainted'));
  await page.evaluate((wanted) => window.gesso.stroke('page', wanted), {
    view: 'actual',
    length: SHORT_STROKE,
    pictureTo: '/posted/gesso',
  } as const);
  return { picture, unpainted };
}

function open(
  page: Page,
  name: string,
  side: number,
  modes: readonly BlendMode[],
  active: number,
): Promise<void> {
  return page.evaluate((wanted) => window.gesso.open(wanted), { name, side, modes, active });
}

async function measurePage(page: Page, side: number): Promise<Readonly<Record<ViewName, StrokeFigures>>> {
  const one = async (view: ViewName): Promise<StrokeFigures> => {
    const { figures } = await measureStrokes(page, ['page'], view, strokeLength(side, view));
    return figures('page');
  };
  return { actual: await one('actual'), fit: await one('fit') };
}

async function* touchedLines(
  page: Page,
  figures: Readonly<Record<ViewName, StrokeFigures>>,
): AsyncIterable<BenchResult> {
  for (const [view, name] of [
    ['actual', 'at 1:1'],
    ['fit', 'at fit'],
  ] as const) {
    const { touchedBytes, dirtyBytes, p95, p50 } = figures[view];
    yield judge({
      bench: BENCH,
      case: `brush ${name}, 95th percentile over median`,
      value: p95,
      unit: 'ms',
      ratio: p95 / p50,
    });
    yield judge({
      bench: BENCH,
      case: `bytes touched by a brush event ${name}, over its dirty box`,
      value: touchedBytes,
      unit: 'bytes',
      ratio: touchedBytes / dirtyBytes,
      limit: 40,
    });
  }
  const planted = await page.evaluate((wanted) => window.gesso.stroke('page', wanted), {
    view: 'actual',
    length: SHORT_STROKE,
    planted: true,
  } as const);
  const seen = planted.touchedBytes / planted.events.length - figures.actual.touchedBytes;
  yield judge({
    bench: BENCH,
    case: 'a tile copied in at every event is seen by the count: read and written, over what was seen',
    value: seen,
    unit: 'bytes',
    ratio: (2 * TILE_BYTES) / Math.max(1, seen),
    limit: 1,
  });
}

/** Layers above the active one that can be merged, and layers that are only looked at while the view moves. */
async function* layersLines(page: Page, side: number): AsyncIterable<BenchResult> {
  const under = MODES.slice(0, UNDER_PLAIN + 1);
  const plain = (count: number): BlendMode[] => Array.from({ length: count - under.length }, () => 'normal');
  await open(page, 'ten', side, [...under, ...plain(10)], UNDER_PLAIN);
  await open(page, 'forty', side, [...under, ...plain(40)], UNDER_PLAIN);
  await open(page, 'five', side, MODES.slice(0, 5), 2);
  await warmUp(page, ['ten', 'forty']);
  for (const [view, name] of [
    ['actual', 'at 1:1'],
    ['fit', 'at fit'],
  ] as const) {
    const { figures } = await measureStrokes(page, ['ten', 'forty'], view, strokeLength(side, view));
    const value = figures('forty').p50;
    const ratio = value / figures('ten').p50;
    yield judge({
      bench: BENCH,
      case: `brush ${name}, 40 layers over 10`,
      value,
      unit: 'ms',
      ratio,
      limit: 1.3,
    });
  }
  yield await panLine(page, 'page', 'five', 'pan where the view has been, 20 layers over 5');
}

async function panLine(page: Page, name: string, other: string, what: string): Promise<BenchResult> {
  const times: Record<string, number[]> = { [name]: [], [other]: [] };
  for (let round = 0; round < PANS; round++)
    for (const one of [name, other])
      times[one]?.push(...(await page.evaluate((document) => window.gesso.pan(document), one)));
  const value = median(times[name] ?? []);
  const ratio = value / median(times[other] ?? []);
  return judge({ bench: BENCH, case: what, value, unit: 'ms', ratio, limit: 1.3 });
}

/** As the product does it: composited in the page, handed to the desktop as rows of raw pixels, encoded there. */
async function* flattenLines(page: Page, server: PageServer, side: number): AsyncIterable<BenchResult> {
  const raw = { width: side, height: side, channels: 4 } as const;
  const encode = (pixels: Buffer): Promise<Buffer> =>
    sharp(pixels, { raw }).png({ compressionLevel: 6 }).toBuffer();
  const ours: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round <= FLATTENED; round++) {
    const pixels = server.expect('/posted/flat', side * side * 4);
    const start = performance.now();
    await page.evaluate(() => window.gesso.flatten('page', '/posted/flat'));
    await encode(pixels);
    const between = performance.now();
    await encode(pixels);
    ours.push(between - start);
    ratios.push((between - start) / (performance.now() - between));
  }
  // The first round compiles. Each ratio is of one moment, so that a noisy one weighs on both sides.
  const value = median(ours.slice(1));
  const ratio = median(ratios.slice(1));
  const what = `flatten ${side} x ${side}, hand over and encode as PNG, over sharp's encode of the same pixels`;
  yield judge({ bench: BENCH, case: what, value, unit: 'ms', ratio, limit: 2 });
}

/** The same strokes, in the document's pixels, on a page of twice the side. */
async function* sizeLines(page: Page, side: number): AsyncIterable<BenchResult> {
  await open(page, 'large', side * 2, MODES, ACTIVE);
  await warmUp(page, ['large', 'page']);
  const over = `${side * 2} x ${side * 2} over ${side} x ${side}`;
  for (const [view, name] of [
    ['actual', 'at 1:1'],
    ['fit', 'at fit'],
  ] as const) {
    const { figures } = await measureStrokes(page, ['page', 'large'], view, strokeLength(side, view));
    const value = figures('large').p50;
    const ratio = value / figures('page').p50;
    yield judge({ bench: BENCH, case: `brush ${name}, ${over}`, value, unit: 'ms', ratio, limit: 1.15 });
  }
  yield await panLine(page, 'large', 'page', `pan where the view has been, ${over}`);
}
