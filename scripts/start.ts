import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BadArguments, readConfig, START_OPTIONS } from '../electron/app/config.ts';
import { findChromium, hasDisplay } from '../electron/hosts/browser/chromium.ts';
import { runBrowserHost } from '../electron/hosts/browser/main.ts';
import { buildElectron } from './build-electron.ts';
import { ensureWindowBuilt } from './build-window.ts';
import { chooseHost, type HostChoice } from './choose-host.ts';
import { downloadHostAnswers, electronExecutable, fetchElectron } from './electron-binary.ts';
import { type EmbeddedCloud, prepareEmbeddedCloud } from './embedded-cloud.ts';

const args = process.argv.slice(2);
const quiet = args.includes('--json');
// With --json the only line on standard output is the ready line; everything else goes beside it.
const say = (line: string): void => (quiet ? console.error(line) : console.log(line));

const asked = askedHost();
if (asked === undefined) {
  console.error('--host takes "browser" or "electron".');
  process.exit(2);
}
const choice = await choose(asked);
say(choice.why);
try {
  ensureWindowBuilt(say);
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The window could not be built.');
  process.exit(1);
}
const cloud = await embedded();
if (choice.kind === 'electron') process.exit(await ending(runElectron()));
if (choice.kind === 'fetch-electron') {
  if (await fetchElectron(process.env)) process.exit(await ending(runElectron()));
  say('Electron was not fetched: going on in the browser host.');
}
if (asked === 'electron') {
  console.error('Electron was asked for, and its binary is neither here nor to be had.');
  process.exit(1);
}
process.exit(
  await ending(
    runBrowserHost(
      withCloud(args),
      (line) => console.log(line),
      () => cloud?.start(),
    ),
  ),
);

/** The cloud that runs beside the desktop, unless another one was named, or none. It starts when the desktop is there. */
async function embedded(): Promise<EmbeddedCloud | null> {
  const { values } = parseArgs({ args, options: START_OPTIONS, strict: false });
  if (values.cloud !== undefined || (process.env.GESSO_CLOUD_URL ?? '') !== '') return null;
  try {
    return await prepareEmbeddedCloud(readConfig(args, process.env).dataFolder, say);
  } catch (error) {
    // The host says it in its own words.
    if (error instanceof BadArguments) return null;
    throw error;
  }
}

function withCloud(given: readonly string[]): readonly string[] {
  return cloud === null ? given : [...given, '--cloud', cloud.url];
}

async function ending(run: Promise<number>): Promise<number> {
  const code = await run;
  await cloud?.stop();
  return code;
}

function askedHost(): 'browser' | 'electron' | null | undefined {
  const { values } = parseArgs({ args, options: START_OPTIONS, strict: false });
  if (values.host === undefined) return null;
  return values.host === 'browser' || values.host === 'electron' ? values.host : undefined;
}

async function choose(wish: 'browser' | 'electron' | null): Promise<HostChoice> {
  const electronBinary = electronExecutable(process.env) !== null;
  const ask = wish !== 'browser' && !electronBinary;
  return chooseHost({
    asked: wish,
    electronBinary,
    downloadAnswers: ask ? await downloadHostAnswers(process.env) : null,
    chromium: findChromium(process.platform, process.env) !== null,
    display: hasDisplay(process.platform, process.env),
  });
}

async function runElectron(): Promise<number> {
  const executable = electronExecutable(process.env);
  if (executable === null) return 1;
  await buildElectron();
  const main = fileURLToPath(new URL('../build/electron/entry.js', import.meta.url));
  const child = spawn(executable, [main, ...withCloud(args)], { stdio: 'inherit' });
  child.on('spawn', () => cloud?.start());
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
