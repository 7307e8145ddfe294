import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createFailpoints } from '../platform/failpoints.ts';

export type Role = 'api' | 'worker';

export interface S3Config {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly forcePathStyle: boolean;
}

/** What a start was asked for, parsed once. */
export interface CloudConfig {
  readonly roles: ReadonlySet<Role>;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: URL;
  readonly trustedProxies: number;
  /** Embedded parts live here; null when none is embedded. */
  readonly dataFolder: string | null;
  readonly database:
    | { readonly kind: 'pglite'; readonly folder: string }
    | { readonly kind: 'postgres'; readonly url: string; readonly connections: number };
  readonly objects:
    | { readonly kind: 'files'; readonly folder: string }
    | ({ readonly kind: 's3' } & S3Config);
  readonly mail:
    | { readonly kind: 'mailbox'; readonly folder: string }
    | { readonly kind: 'smtp'; readonly url: string; readonly from: string };
  /** Null: one is made and kept in the data folder. */
  readonly secretKey: Uint8Array | null;
  readonly google: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
  } | null;
  readonly github: {
    readonly site: string;
    readonly api: string;
    readonly clientId: string;
    readonly clientSecret: string;
  } | null;
  readonly guests: boolean;
  readonly json: boolean;
  readonly failpoint: string | null;
  readonly childEnvironment: Readonly<Record<string, string>>;
}

/** Every fault of a configuration at once, each with the name of what is wrong. Values are not repeated: some are secret. */
export class BadConfig extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

const OPTIONS = {
  role: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const environmentSchema = z.object({
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default('auto'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_PATH_STYLE: z.enum(['true', 'false']).default('true'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  SECRET_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').byteLength >= 32)
    .optional(),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  GOOGLE_ISSUER: z.url({ protocol: /^https?$/ }).default('https://accounts.google.com'),
  GITHUB_CLIENT_ID: z.string().min(1).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  GITHUB_URL: z.url({ protocol: /^https?$/ }).default('https://github.com'),
  GITHUB_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.github.com'),
  GUESTS: z.enum(['on', 'off']).default('on'),
  GESSO_FAILPOINT: z.string().optional(),
});

type Environment = z.infer<typeof environmentSchema>;

const SHAPES: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'takes the address people know the service by: https://cloud.example.com',
  TRUSTED_PROXIES: 'takes a number from 0 to 10',
  DATABASE_URL: 'takes an address: postgres://user@host/database',
  DATABASE_CONNECTIONS: 'takes a number from 2 to 200',
  S3_ENDPOINT: 'takes an address: https://account.r2.example.com',
  S3_PATH_STYLE: 'takes true or false',
  SMTP_URL: 'takes an address: smtps://user:password@mail.example.com',
  MAIL_FROM: 'takes the address letters come from',
  SECRET_KEY: 'takes at least 32 bytes as base64; `openssl rand -base64 32` makes them',
  GUESTS: 'takes on or off',
};

/**
 * Reads the arguments and the environment.
 * @throws BadConfig with every fault by its name
 */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): CloudConfig {
  const faults: string[] = [];
  const given = readArguments(args, faults);
  const env = readEnvironment(environment, faults);
  const roles = readRoles(given.role, faults);
  const port = readPort(given.port, faults);
  if (env === null || roles === null || port === null) throw new BadConfig(faults);
  const dataFolder = given.data === undefined ? null : resolve(given.data);
  const publicUrl = new URL(env.PUBLIC_URL ?? `http://localhost:${port}`);
  together(env, dataFolder, publicUrl, faults);
  if (faults.length > 0) throw new BadConfig(faults);
  return {
    roles,
    host: given.host ?? (env.DATABASE_URL === undefined ? '127.0.0.1' : '0.0.0.0'),
    port,
    publicUrl,
    trustedProxies: env.TRUSTED_PROXIES,
    dataFolder,
    database:
      env.DATABASE_URL === undefined
        ? { kind: 'pglite', folder: dataFolder ?? '' }
        : { kind: 'postgres', url: env.DATABASE_URL, connections: env.DATABASE_CONNECTIONS },
    objects: objectsOf(env, dataFolder),
    mail:
      env.SMTP_URL === undefined
        ? { kind: 'mailbox', folder: dataFolder ?? '' }
        : { kind: 'smtp', url: env.SMTP_URL, from: env.MAIL_FROM ?? '' },
    secretKey: env.SECRET_KEY === undefined ? null : new Uint8Array(Buffer.from(env.SECRET_KEY, 'base64')),
    google:
      env.GOOGLE_CLIENT_ID === undefined || env.GOOGLE_CLIENT_SECRET === undefined
        ? null
        : {
            issuer: env.GOOGLE_ISSUER,
            clientId: env.GOOGLE_CLIENT_ID,
            clientSecret: env.GOOGLE_CLIENT_SECRET,
          },
    github:
      env.GITHUB_CLIENT_ID === undefined || env.GITHUB_CLIENT_SECRET === undefined
        ? null
        : {
            site: plainOrigin(env.GITHUB_URL),
            api: plainOrigin(env.GITHUB_API_URL),
            clientId: env.GITHUB_CLIENT_ID,
            clientSecret: env.GITHUB_CLIENT_SECRET,
          },
    guests: env.GUESTS === 'on',
    json: given.json === true,
    failpoint: env.GESSO_FAILPOINT ?? null,
    childEnvironment: environment.SystemRoot === undefined ? {} : { SystemRoot: environment.SystemRoot },
  };
}

function readArguments(args: readonly string[], faults: string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    faults.push(error instanceof Error ? error.message : 'These arguments were not understood.');
    return {};
  }
}

/** Empty is the same as absent: that is how many tools write "not set". */
function readEnvironment(environment: NodeJS.ProcessEnv, faults: string[]): Environment | null {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = environmentSchema.safeParse(set);
  if (read.success) {
    if (failpointIsUnknown(read.data.GESSO_FAILPOINT)) faults.push('GESSO_FAILPOINT names no failpoint.');
    return read.data;
  }
  for (const name of new Set(read.error.issues.map(({ path }) => String(path[0]))))
    faults.push(`${name} ${SHAPES[name] ?? 'has a value that can not be used'}.`);
  return null;
}

function failpointIsUnknown(spec: string | undefined): boolean {
  try {
    createFailpoints(spec ?? null);
    return false;
  } catch {
    return true;
  }
}

function readRoles(text: string | undefined, faults: string[]): ReadonlySet<Role> | null {
  const names = (text ?? 'api,worker').split(',').map((name) => name.trim());
  const roles = new Set<Role>();
  for (const name of names) {
    if (name === 'api' || name === 'worker') roles.add(name);
    else {
      faults.push(`--role takes api, worker or both with a comma; this is "${name}".`);
      return null;
    }
  }
  return roles;
}

function readPort(text: string | undefined, faults: string[]): number | null {
  const port = Number(text ?? '8787');
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  faults.push(`--port takes a number from 1 to 65535; this is "${text}".`);
  return null;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

type Missing = (name: string, why: string) => void;

/** What is wrong between values that are each right alone. */
function together(env: Environment, dataFolder: string | null, publicUrl: URL, faults: string[]): void {
  const missing: Missing = (name, why) => void faults.push(`${name} is missing: ${why}.`);
  if (env.DATABASE_URL !== undefined) needsOfProduction(env, dataFolder, missing);
  else if (dataFolder === null) missing('--data', 'without DATABASE_URL everything is kept in a folder');
  if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined)
    missing('MAIL_FROM', 'letters need a sender');
  if (usesS3(env))
    for (const name of ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const)
      if (env[name] === undefined) missing(name, 'the other S3 values are set');
  for (const [one, other] of PAIRS)
    if ((env[one] === undefined) !== (env[other] === undefined))
      missing(env[one] === undefined ? one : other, 'its partner is set');
  checkAddresses(env, publicUrl, faults);
}

function usesS3(env: Environment): boolean {
  return env.S3_ENDPOINT !== undefined || env.S3_BUCKET !== undefined;
}

function needsOfProduction(env: Environment, dataFolder: string | null, missing: Missing): void {
  if (env.PUBLIC_URL === undefined) missing('PUBLIC_URL', 'tokens and letters name it');
  if (env.SECRET_KEY === undefined) missing('SECRET_KEY', 'every process has to have the same');
  if (env.SMTP_URL === undefined)
    missing('SMTP_URL', 'codes are sent by mail, and the mailbox page is for one computer alone');
  if (!usesS3(env) && dataFolder === null) missing('S3_ENDPOINT', 'objects need it, or a folder by --data');
}

function checkAddresses(env: Environment, publicUrl: URL, faults: string[]): void {
  const { pathname, search, hash, username } = publicUrl;
  if (isPlain(publicUrl))
    faults.push('PUBLIC_URL has to be https: only this computer itself may be reached without.');
  if (pathname !== '/' || search !== '' || hash !== '' || username !== '')
    faults.push('PUBLIC_URL takes an address without a path: https://cloud.example.com');
  for (const name of ['GOOGLE_ISSUER', 'GITHUB_URL', 'GITHUB_API_URL'] as const)
    if (isPlain(new URL(env[name]))) faults.push(`${name} has to be https.`);
}

/** Readable by everybody on the way. */
function isPlain({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !LOOPBACK.has(hostname);
}

const PAIRS = [
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
] as const;

function objectsOf(env: Environment, dataFolder: string | null): CloudConfig['objects'] {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  if (
    S3_ENDPOINT === undefined ||
    S3_BUCKET === undefined ||
    S3_ACCESS_KEY_ID === undefined ||
    S3_SECRET_ACCESS_KEY === undefined
  )
    return { kind: 'files', folder: resolve(dataFolder ?? '', 'objects') };
  return {
    kind: 's3',
    endpoint: S3_ENDPOINT,
    bucket: S3_BUCKET,
    region: env.S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    forcePathStyle: env.S3_PATH_STYLE === 'true',
  };
}

function plainOrigin(url: string): string {
  return url.replace(/\/+$/, '');
}
