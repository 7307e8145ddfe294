import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createFailpoints } from '../platform/failpoints.ts';
import { systemFolders } from '../platform/folders.ts';

/** What a start was asked for, parsed once. */
export interface DesktopConfig {
  readonly dataFolder: string;
  readonly libraryFolder: string;
  readonly port: number | null;
  readonly open: boolean;
  readonly json: boolean;
  /** Another address for OpenAI's interface; a test's double. */
  readonly openAiUrl: string | null;
  /** The address of Gesso's cloud without a slash at its end, which is its issuer too. Null for none. */
  readonly cloudUrl: string | null;
  readonly failpoint: string | null;
  /** What a child process needs of the environment to start at all; nothing more of it is passed on. */
  readonly childEnvironment: Readonly<Record<string, string>>;
}

export class BadArguments extends Error {}

export const START_OPTIONS = {
  host: { type: 'string' },
  data: { type: 'string' },
  pictures: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  json: { type: 'boolean' },
  cloud: { type: 'string' },
} as const;

/**
 * Reads the arguments and the environment.
 * @throws BadArguments with a sentence for the person
 */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): DesktopConfig {
  const given = parse(args);
  const folders = systemFolders(process.platform, environment);
  for (const [name, value] of Object.entries({ '--data': given.data, '--pictures': given.pictures })) {
    if (value === '') throw new BadArguments(`${name} takes a folder; this is empty.`);
  }
  const data = given.data === undefined ? null : resolve(given.data);
  const pictures = given.pictures ?? (data === null ? folders.pictures : join(data, 'Pictures', 'Gesso'));
  return {
    dataFolder: data ?? folders.data,
    libraryFolder: resolve(pictures),
    port: readPort(given.port),
    open: given['no-open'] !== true,
    json: given.json === true,
    openAiUrl: readUrl(environment.GESSO_OPENAI_URL),
    cloudUrl: readCloudUrl(given.cloud, environment.GESSO_CLOUD_URL),
    failpoint: readFailpoint(environment.GESSO_FAILPOINT),
    childEnvironment: environment.SystemRoot === undefined ? {} : { SystemRoot: environment.SystemRoot },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: START_OPTIONS, strict: true }).values;
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : 'These arguments were not understood.');
  }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined || text === '0') return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65535) {
    throw new BadArguments(`--port takes a number from 1024 to 65535, or 0 for any; this is "${text}".`);
  }
  return port;
}

function readUrl(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new BadArguments(`GESSO_OPENAI_URL is not an address: "${text}".`);
  return text;
}

const ON_THIS_COMPUTER: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What was typed wins over the environment, also when it says that there is to be no cloud. */
function readCloudUrl(argument: string | undefined, variable: string | undefined): string | null {
  const [name, text] =
    argument === undefined ? ['GESSO_CLOUD_URL', variable ?? 'off'] : ['--cloud', argument];
  if (text === 'off' || (text === '' && argument === undefined)) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  // A token belongs to exactly one address: what is not part of it would be dropped in silence somewhere.
  if (url === null || !isWeb || `${url.username}${url.password}${url.search}${url.hash}` !== '')
    throw new BadArguments(`${name} takes the address of a Gesso cloud, or "off"; this is "${text}".`);
  if (url.protocol === 'http:' && !ON_THIS_COMPUTER.has(url.hostname)) {
    throw new BadArguments(
      `${name} takes an address that begins with https://, or with http:// for this computer alone; this is "${text}".`,
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function readFailpoint(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    createFailpoints(text);
    return text;
  } catch {
    throw new BadArguments(`GESSO_FAILPOINT names no failpoint: "${text}".`);
  }
}
