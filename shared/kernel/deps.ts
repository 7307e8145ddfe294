import type { Failpoints } from './failpoints.ts';

/**
 * What every part may ask of the world. An entry builds one `Deps` and hands it down, so that tests and
 * simulations can own time, chance and names. Nothing outside `platform` and entries reads the real ones.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Ids {
  /** A new UUIDv7, lower case, sorted by the time it was made. */
  uuid(): string;
}

export interface Random {
  bytes(count: number): Uint8Array;
}

/** Structured, content-free: never a prompt, a key or a file's bytes. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, LogValue>>): void;
  warn(event: string, fields?: Readonly<Record<string, LogValue>>): void;
  error(event: string, fields?: Readonly<Record<string, LogValue>>): void;
}

export type LogValue = string | number | boolean | null | undefined;

export interface Deps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly log: Log;
  readonly failpoints: Failpoints;
}
