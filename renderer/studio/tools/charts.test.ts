import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Modifiers, Sample, ToolChart, ToolEffect, ToolEvent } from './chart.ts';
import { movingChart } from './moving-chart.ts';
import { paintingChart } from './painting-chart.ts';
import { pickingChart } from './picking-chart.ts';
import { selectingChart } from './selecting-chart.ts';

const NONE: Modifiers = { shift: false, alt: false };
const at = (x: number, y: number): Sample => ({ x, y, pressure: 0.5, timeMs: 0 });
const down = (x: number, y: number, modifiers = NONE): ToolEvent => ({
  kind: 'down',
  sample: at(x, y),
  modifiers,
  eraser: false,
});
const move = (x: number, y: number, modifiers = NONE): ToolEvent => ({
  kind: 'move',
  samples: [at(x, y)],
  modifiers,
});
const up: ToolEvent = { kind: 'up', modifiers: NONE };
const cancel: ToolEvent = { kind: 'cancel' };

function play<State>(
  chart: ToolChart<State>,
  events: readonly ToolEvent[],
): { state: State; effects: ToolEffect[] } {
  let { initial: state } = chart;
  const effects: ToolEffect[] = [];
  for (const event of events) {
    const next = chart.step(state, event);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

const kinds = (effects: readonly ToolEffect[]): string => effects.map(({ kind }) => kind).join(' ');

describe('painting', () => {
  it('is begun, drawn and ended', () => {
    const { effects } = play(paintingChart('brush'), [down(1, 1), move(5, 5), up]);
    expect(kinds(effects)).toBe('stroke-begin stroke-add stroke-end');
  });

  it('with Shift goes on from where the last stroke ended, and not from one that was taken back', () => {
    const shift = { shift: true, alt: false };
    const straight = play(paintingChart('brush'), [down(1, 1), move(5, 6), up, down(9, 9, shift)]);
    expect(straight.effects.at(-1)).toMatchObject({ from: { x: 5, y: 6 } });
    const after = play(paintingChart('brush'), [down(1, 1), move(5, 6), cancel, down(9, 9, shift)]);
    expect(after.effects.at(-1)).toMatchObject({ from: null });
  });

  it('the other end of the pen erases', () => {
    const first = paintingChart('brush').step(
      { kind: 'idle', last: null },
      {
        kind: 'down',
        sample: at(1, 1),
        modifiers: NONE,
        eraser: true,
      },
    );
    expect(first.effects[0]).toMatchObject({ tool: 'eraser' });
  });
});

describe('selecting', () => {
  it('a rectangle is whole pixels, whichever way it is drawn', () => {
    const { effects } = play(selectingChart('rectangle'), [down(10.4, 20.6), move(3.2, 4.7), up]);
    expect(effects.at(-1)).toEqual({
      kind: 'run',
      command: {
        kind: 'select-shape',
        how: 'replace',
        shape: { kind: 'rectangle', ...{ x: 3, y: 5, width: 7, height: 16 } },
      },
    });
  });

  it.each([
    [NONE, 'replace'],
    [{ shift: true, alt: false }, 'add'],
    [{ shift: false, alt: true }, 'subtract'],
    [{ shift: true, alt: true }, 'intersect'],
  ] as const)('%j means %s', (modifiers, mode) => {
    const { effects } = play(selectingChart('lasso'), [down(0, 0, modifiers), move(9, 0), move(9, 9), up]);
    expect(effects.at(-1)).toMatchObject({ command: { how: mode } });
  });

  it('a plain click takes the selection away; with Shift it changes nothing', () => {
    expect(play(selectingChart('lasso'), [down(5, 5), up]).effects.at(-1)).toMatchObject({
      command: { kind: 'select-none' },
    });
    expect(
      kinds(play(selectingChart('rectangle'), [down(5, 5, { shift: true, alt: false }), up]).effects),
    ).toBe('outline');
  });

  it('a lasso without end keeps a bound', () => {
    const chart = selectingChart('lasso');
    let { state } = chart.step(chart.initial, down(0, 0));
    for (let index = 0; index < 8_500; index++)
      ({ state } = chart.step(state, move(index % 500, index % 300)));
    expect(state.kind === 'drawing' && state.points.length).toBe(8_000);
  });
});

describe('moving', () => {
  it('goes by whole pixels, with Shift along one axis', () => {
    expect(play(movingChart, [down(0, 0), move(3.6, 1.2), up]).effects.at(-1)).toEqual({
      kind: 'commit-move',
      by: { x: 4, y: 1 },
    });
    const shift = { shift: true, alt: false };
    expect(play(movingChart, [down(0, 0), move(3.6, 1.2, shift), up]).effects.at(-1)).toMatchObject({
      by: { x: 4, y: 0 },
    });
  });

  it('a press without a move is no step', () => {
    expect(kinds(play(movingChart, [down(0, 0), move(0.2, 0.3), up]).effects)).toBe(
      'preview-move preview-move',
    );
  });
});

it('the eyedropper looks only while it is pressed', () => {
  expect(kinds(play(pickingChart, [move(1, 1), down(2, 2), move(3, 3), up, move(4, 4)]).effects)).toBe(
    'pick pick',
  );
});

describe('every tool', () => {
  const charts: readonly (readonly [string, ToolChart<unknown>])[] = [
    ['brush', paintingChart('brush') as ToolChart<unknown>],
    ['rectangle', selectingChart('rectangle') as ToolChart<unknown>],
    ['lasso', selectingChart('lasso') as ToolChart<unknown>],
    ['move', movingChart as ToolChart<unknown>],
    ['eyedropper', pickingChart as ToolChart<unknown>],
  ];
  const event: fc.Arbitrary<ToolEvent> = fc.oneof(
    fc.record({ x: fc.integer(), y: fc.integer() }).map(({ x, y }) => down(x, y)),
    fc.record({ x: fc.integer(), y: fc.integer() }).map(({ x, y }) => move(x, y)),
    fc.constant(up),
    fc.constant(cancel),
  );

  it.each(charts)(
    '%s: whatever came before, Escape leaves nothing begun, nothing committed and nothing shown',
    (_name, chart) => {
      fc.assert(
        fc.property(fc.array(event, { maxLength: 30 }), (events) => {
          let { initial: state } = chart;
          for (const one of events) ({ state } = chart.step(state, one));
          const ended = chart.step(state, cancel);
          for (const effect of ended.effects) {
            expect(['stroke-cancel', 'preview-move', 'outline']).toContain(effect.kind);
            if (effect.kind === 'preview-move') expect(effect.by).toBeNull();
            if (effect.kind === 'outline') expect(effect.points).toBeNull();
          }
          // A second Escape finds nothing to do.
          expect(chart.step(ended.state, cancel).effects).toEqual([]);
        }),
      );
    },
  );

  it.each(charts)(
    '%s: a stroke that is begun is ended or taken back before another begins',
    (_name, chart) => {
      fc.assert(
        fc.property(fc.array(event, { maxLength: 40 }), (events) => {
          let open = 0;
          for (const { kind } of play(chart, events).effects) {
            if (kind === 'stroke-begin') open += 1;
            if (kind === 'stroke-end' || kind === 'stroke-cancel') open -= 1;
            expect(open === 0 || open === 1).toBe(true);
          }
        }),
      );
    },
  );
});
