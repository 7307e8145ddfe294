import type { OutagePart } from '../../shared/contracts/cloud/index.ts';

/** A part of the service is away. Typed, so that it is answered as such and never as a bug. */
export class Outage extends Error {
  readonly part: OutagePart;
  readonly retryAfterMs: number;
  constructor(part: OutagePart, about: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(`${part} is away`, about.cause === undefined ? {} : { cause: about.cause });
    this.part = part;
    this.retryAfterMs = about.retryAfterMs ?? 5_000;
  }
}
