import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Environment, readEnvironment } from './environment.ts';
import { together } from './together.ts';

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
  /** Whether somebody asks this process how it is: the role `api` always, a worker alone where it was given a port. */
  readonly watched: boolean;
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

/** Every argument of a start. */
export const OPTIONS = {
  role: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/**
 * Reads the arguments and the environment.
 * @throws BadConfig with every fault by its name
 */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): CloudConfig {
  const faults: string[] = [];
  const given = readArguments(args, faults);
  const { env, unread } = readEnvironment(environment, faults);
  const roles = readRoles(given.role, faults);
  const port = readPort(given.port, faults);
  const dataFolder = given.data === undefined ? null : resolve(given.data);
  const publicUrl = new URL(env.PUBLIC_URL ?? `http://localhost:${port}`);
  const host = given.host ?? (env.DATABASE_URL === undefined ? '127.0.0.1' : '0.0.0.0');
  together({ env, unread, dataFolder, publicUrl, host }, faults);
  if (faults.length > 0) throw new BadConfig(faults);
  return {
    roles,
    host,
    port,
    watched: roles.has('api') || given.port !== undefined,
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

function readArguments(args: readonly string[], faults: string[]): z.infer<typeof argumentsSchema> {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    faults.push(error instanceof Error ? error.message : 'These arguments were not understood.');
    // The others are read all the same, so that nothing is called missing that is there.
    const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: false });
    const read = Object.entries(values).filter(([, value]) => typeof value === 'string');
    return argumentsSchema.parse(Object.fromEntries(read));
  }
}

const argumentsSchema = z.object({
  role: z.string().optional(),
  port: z.string().optional(),
  host: z.string().optional(),
  data: z.string().optional(),
  json: z.boolean().optional(),
});

function readRoles(text: string | undefined, faults: string[]): ReadonlySet<Role> {
  const names = (text ?? 'api,worker').split(',').map((name) => name.trim());
  const roles = new Set<Role>();
  for (const name of names) {
    if (name === 'api' || name === 'worker') roles.add(name);
    else faults.push(`--role takes api, worker or both with a comma; this is "${name}".`);
  }
  return roles;
}

const PORT = 8787;

function readPort(text: string | undefined, faults: string[]): number {
  const port = Number(text ?? PORT);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  faults.push(`--port takes a number from 1 to 65535; this is "${text}".`);
  return PORT;
}

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
