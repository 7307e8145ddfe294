import { z } from 'zod';
import { createFailpoints } from '../platform/failpoints.ts';

/** Every name the service reads from its environment. */
export const environmentSchema = z.object({
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

export type Environment = z.infer<typeof environmentSchema>;

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

export interface ReadEnvironment {
  readonly env: Environment;
  /** Names of what was given and could not be read. The rest is looked at all the same, without calling them missing. */
  readonly unread: ReadonlySet<string>;
}

/** Empty is the same as absent: that is how many tools write "not set". */
export function readEnvironment(environment: NodeJS.ProcessEnv, faults: string[]): ReadEnvironment {
  const set = Object.entries(environment).filter(([, value]) => value !== '');
  const read = environmentSchema.safeParse(Object.fromEntries(set));
  const unread = new Set(read.error?.issues.map(({ path }) => String(path[0])));
  for (const name of unread) faults.push(`${name} ${SHAPES[name] ?? 'has a value that can not be used'}.`);
  const env =
    read.data ?? environmentSchema.parse(Object.fromEntries(set.filter(([name]) => !unread.has(name))));
  if (failpointIsUnknown(env.GESSO_FAILPOINT)) faults.push('GESSO_FAILPOINT names no failpoint.');
  return { env, unread };
}

function failpointIsUnknown(spec: string | undefined): boolean {
  try {
    createFailpoints(spec ?? null);
    return false;
  } catch {
    return true;
  }
}
