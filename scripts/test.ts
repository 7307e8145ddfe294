import { ensureWindowBuilt } from './build-window.ts';
import {
  type Check,
  close,
  deadCodeCheck,
  journeysCheck,
  lintCheck,
  runChecks,
  typeChecks,
  vitestCheck,
} from './checks.ts';
import { ensureTools } from './debian-packages.ts';
import { ensureChromium } from './ensure-chromium.ts';

/** Everything: the inner loop, recovery and system tests, and the journeys in a real Chromium. */
const say = (line: string): void => console.log(line);
const fast = await runChecks([vitestCheck(['unit', 'tidy']), lintCheck, deadCodeCheck, ...typeChecks], 2);
ensureWindowBuilt(say);
await ensureTools(say);
const system = await runChecks([vitestCheck(['promises', 'recovery'])], 1);
const chromium = await ensureChromium(say);
const journeys = await runChecks([chromium === null ? noChromium : journeysCheck(chromium)], 1);
process.exit(close([...fast, ...system, ...journeys]));

function noChromium(): ReturnType<Check> {
  const skipped = ['all journeys: no Chromium is here and none could be installed'];
  return Promise.resolve({ name: 'journeys', passed: 0, failed: 0, skipped, seconds: 0, output: '' });
}
