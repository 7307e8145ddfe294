import type { Page } from '@playwright/test';
import { median, quantile } from '../result.ts';
import type { CountedStroke } from './gesso-page.ts';
import { SHORT_STROKE, type ViewName } from './scene.ts';

const ROUNDS = 5;

/** Milliseconds and bytes of a brush event. */
export interface StrokeFigures {
  readonly p50: number;
  readonly p95: number;
  readonly beginMs: number;
  readonly touchedBytes: number;
  readonly dirtyBytes: number;
}

/** The same stroke on each document of our page in turn, so that a noisy minute falls on all of them. */
export async function measureStrokes(
  page: Page,
  names: readonly string[],
  view: ViewName,
  length: number,
): Promise<{ readonly figures: (name: string) => StrokeFigures }> {
  const all = new Map(names.map((name): [string, CountedStroke[]] => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, strokes] of all) strokes.push(await stroke(page, name, view, length));
  return { figures: (name) => figuresOf(all.get(name) ?? []) };
}

/** Once each way: the code is compiled, and what is kept of the view is filled. */
export async function warmUp(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names)
    for (const view of ['actual', 'fit'] as const) await stroke(page, name, view, SHORT_STROKE);
}

function stroke(page: Page, name: string, view: ViewName, length: number): Promise<CountedStroke> {
  return page.evaluate((wanted) => window.gesso.stroke(wanted.name, wanted), { name, view, length });
}

function figuresOf(strokes: readonly CountedStroke[]): StrokeFigures {
  const events = strokes.flatMap((one) => one.events);
  const perEvent = (bytes: (one: CountedStroke) => number): number =>
    strokes.reduce((total, one) => total + bytes(one), 0) / events.length;
  return {
    p50: median(events),
    p95: quantile(events, 0.95),
    beginMs: median(strokes.map((one) => one.begin)),
    touchedBytes: perEvent((one) => one.touchedBytes),
    dirtyBytes: perEvent((one) => one.dirtyBytes),
  };
}
