import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, tool } from './run-command.ts';

/** What one check came to; a test runner counts its tests, a tool counts as one. */
export interface Tally {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  /** Failed once and passed the second time: said each time, because it hangs on how busy the machine is. */
  readonly unsteady?: readonly string[];
  readonly seconds: number;
  /** Printed when something failed. */
  readonly output: string;
}

export type Check = () => Promise<Tally>;

const ROOTS = ['shared', 'providers', 'media', 'electron', 'renderer', 'cloud', 'scripts', 'tests'];

function toolCheck(name: string, script: string, args: readonly string[]): Check {
  return async () => {
    const result = await runCommand(process.execPath, [tool(script), ...args]);
    const failed = result.code === 0 ? 0 : 1;
    return { name, passed: 1 - failed, failed, skipped: [], seconds: result.seconds, output: result.output };
  };
}

export const typeChecks: readonly Check[] = ROOTS.map((root) =>
  toolCheck(`types: ${root}`, 'typescript/bin/tsc', ['-p', root]),
);

export const lintCheck = toolCheck('biome', '@biomejs/biome/bin/biome', ['check', '.']);
export const deadCodeCheck = toolCheck('knip', 'knip/bin/knip.js', ['--no-progress']);

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export function vitestCheck(projects: readonly string[]): Check {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gesso-vitest-'));
    const file = join(folder, 'report.json');
    const selected = projects.flatMap((project) => ['--project', project]);
    const args = [
      tool('vitest/vitest.mjs'),
      'run',
      ...selected,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ];
    const result = await runCommand(process.execPath, args, { NO_COLOR: '1' });
    const report = readReport(file);
    rmSync(folder, { recursive: true, force: true });
    const name = `tests: ${projects.join(', ')}`;
    if (report === null)
      return { name, passed: 0, failed: 1, skipped: [], seconds: result.seconds, output: result.output };
    const skipped = report.testResults.flatMap((suite) =>
      suite.assertionResults
        .filter((test) => test.status === 'pending' || test.status === 'skipped')
        .map((test) => test.fullName),
    );
    // A file that could not even be loaded has no failed test of its own.
    const unloadable = report.testResults.filter(
      (s) => s.status === 'failed' && s.assertionResults.length === 0,
    ).length;
    const failed = report.numFailedTests + unloadable;
    return {
      name,
      passed: report.numPassedTests,
      failed: failed === 0 && result.code !== 0 ? 1 : failed,
      skipped,
      seconds: result.seconds,
      output: result.output,
    };
  };
}

function readReport(file: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    return null;
  }
}

interface PlaywrightSuite {
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

function unsteadyIn({ specs = [], suites = [] }: PlaywrightSuite): readonly string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...own.map(({ title }) => title), ...suites.flatMap(unsteadyIn)];
}

/**
 * The journeys in a real Chromium. One that fails is tried once more: a whole browser and a whole desktop share the machine
 * with whatever else runs there. Those that needed it are named, and are to be mended.
 */
export function journeysCheck(chromium: string): Check {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gesso-journeys-'));
    const file = join(folder, 'report.json');
    const result = await runCommand(
      process.execPath,
      [tool('@playwright/test/cli.js'), 'test', '--retries=1', '--reporter=list,json'],
      {
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
        CHROME_PATH: chromium,
        NO_COLOR: '1',
      },
    );
    let report: PlaywrightReport | null = null;
    try {
      report = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
    } catch {
      // No report: the runner itself failed, and its output says how.
    }
    rmSync(folder, { recursive: true, force: true });
    const failed = report === null ? 1 : report.stats.unexpected;
    return {
      name: 'journeys',
      passed: report === null ? 0 : report.stats.expected + report.stats.flaky,
      failed: failed === 0 && result.code !== 0 ? 1 : failed,
      skipped: report === null ? [] : Array.from({ length: report.stats.skipped }, () => 'a journey'),
      unsteady: report === null ? [] : report.suites.flatMap(unsteadyIn),
      seconds: result.seconds,
      output: result.output,
    };
  };
}

/** Runs the checks, some at once, and prints each as it ends. */
export async function runChecks(checks: readonly Check[], atOnce: number): Promise<Tally[]> {
  const waiting = [...checks];
  const tallies: Tally[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const tally = await check();
      tallies.push(tally);
      console.log(line(tally));
      if (tally.failed > 0) console.log(tally.output);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return tallies;
}

function line(tally: Tally): string {
  const skipped =
    tally.skipped.length === 0 ? '' : `, ${tally.skipped.length} skipped (${tally.skipped.join('; ')})`;
  const unsteady =
    (tally.unsteady ?? []).length === 0
      ? ''
      : `, ${tally.unsteady?.length} only the second time (${tally.unsteady?.join('; ')})`;
  const mark = tally.failed === 0 ? 'ok  ' : 'FAIL';
  return `${mark} ${tally.name}: ${tally.passed} passed, ${tally.failed} failed${skipped}${unsteady} in ${tally.seconds.toFixed(1)} s`;
}

/** The closing line, alone on its own line, and the exit code. */
export function close(tallies: readonly Tally[]): number {
  const sum = (count: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + count(tally), 0);
  const passed = sum((tally) => tally.passed);
  const failed = sum((tally) => tally.failed);
  const skipped = sum((tally) => tally.skipped.length);
  console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
