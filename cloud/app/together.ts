import type { Environment, ReadEnvironment } from './environment.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

type Missing = (name: string, why: string) => void;

export interface Together extends ReadEnvironment {
  readonly dataFolder: string | null;
  readonly publicUrl: URL;
  readonly host: string;
}

/** What is wrong between values that are each right alone. */
export function together(given: Together, faults: string[]): void {
  const { env, unread, dataFolder } = given;
  const missing: Missing = (name, why) => {
    if (!unread.has(name)) faults.push(`${name} is missing: ${why}.`);
  };
  if (env.DATABASE_URL !== undefined || unread.has('DATABASE_URL'))
    needsOfProduction(env, dataFolder, missing);
  else needsOfOneComputer(given, missing);
  if (env.SMTP_URL !== undefined && env.MAIL_FROM === undefined)
    missing('MAIL_FROM', 'letters need a sender');
  if (usesS3(env))
    for (const name of S3_NAMES) if (env[name] === undefined) missing(name, 'the other S3 values are set');
  for (const [one, other] of PAIRS)
    if ((env[one] === undefined) !== (env[other] === undefined))
      missing(env[one] === undefined ? one : other, 'its partner is set');
  checkAddresses(given, missing, faults);
}

const S3_NAMES = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

function usesS3(env: Environment): boolean {
  return S3_NAMES.some((name) => env[name] !== undefined);
}

function needsOfOneComputer({ env, dataFolder, publicUrl, host }: Together, missing: Missing): void {
  if (dataFolder === null) missing('--data', 'without DATABASE_URL everything is kept in a folder');
  if (env.SMTP_URL === undefined && !(LOOPBACK.has(publicUrl.hostname) && LOOPBACK.has(host)))
    missing('SMTP_URL', 'others can reach this service, and its mailbox page would show them every code');
}

function needsOfProduction(env: Environment, dataFolder: string | null, missing: Missing): void {
  if (env.PUBLIC_URL === undefined) missing('PUBLIC_URL', 'tokens and letters name it');
  if (env.SECRET_KEY === undefined) missing('SECRET_KEY', 'every process has to have the same');
  if (env.SMTP_URL === undefined)
    missing('SMTP_URL', 'codes are sent by mail, and the mailbox page is for one computer alone');
  if (!usesS3(env) && dataFolder === null) missing('S3_ENDPOINT', 'objects need it, or a folder by --data');
}

function checkAddresses({ env, publicUrl }: Together, missing: Missing, faults: string[]): void {
  const { pathname, search, hash, username, protocol } = publicUrl;
  if (isPlain(publicUrl))
    faults.push('PUBLIC_URL has to be https: only this computer itself may be reached without.');
  if (pathname !== '/' || search !== '' || hash !== '' || username !== '')
    faults.push('PUBLIC_URL takes an address without a path: https://cloud.example.com');
  // The service itself speaks no https, so something stands before it; unnamed, everybody would come from its one address,
  // share its limits, and be taken for somebody on this computer.
  if (protocol === 'https:' && env.TRUSTED_PROXIES === 0)
    missing('TRUSTED_PROXIES', 'PUBLIC_URL is https, so at least one proxy stands before the service');
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
