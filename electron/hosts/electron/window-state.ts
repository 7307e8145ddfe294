import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const stateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1024).max(20_000),
  height: z.int().min(680).max(20_000),
  maximized: z.boolean(),
});

export type WindowState = z.infer<typeof stateSchema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How much of the title bar must be on a screen, so that a person can drag the window back. */
const GRIP = { width: 120, height: 32 };

/** Where the window stood. Null when there is nothing to trust: no file, a strange one, a screen that went. */
export function readWindowState(dataFolder: string, screens: readonly Area[]): WindowState | null {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(join(dataFolder, 'window.json'), 'utf8')));
    return screens.some((screen) => canReach(state, screen)) ? state : null;
  } catch {
    return null;
  }
}

export function writeWindowState(dataFolder: string, state: WindowState): void {
  const path = join(dataFolder, 'window.json');
  try {
    writeFileSync(`${path}.part`, `${JSON.stringify(stateSchema.parse(state))}\n`, { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } catch {
    // Where the window stood is not worth a message when the disk is full.
  }
}

function canReach(state: WindowState, screen: Area): boolean {
  const overlapX = Math.min(state.x + state.width, screen.x + screen.width) - Math.max(state.x, screen.x);
  const belowTop = state.y >= screen.y - 1 && state.y + GRIP.height <= screen.y + screen.height;
  return overlapX >= GRIP.width && belowTop;
}
