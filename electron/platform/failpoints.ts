import { FAILPOINTS, type FailpointName, type Failpoints } from '../../shared/kernel/index.ts';

/**
 * Failpoints armed by a spec `name` or `name:3` (the third hit). Hitting the armed one ends the process the way
 * a power cut would: no handlers, no flushes.
 * @throws when the spec names no failpoint, so that a renamed one can't pass in silence
 */
export function createFailpoints(spec: string | null): Failpoints {
  if (spec === null) return { hit: () => undefined };
  const [name, nth = '1'] = spec.split(':');
  if (!FAILPOINTS.some((known) => known === name)) throw new Error(`no failpoint is called ${name}`);
  let left = Number.parseInt(nth, 10);
  return {
    hit(at: FailpointName): void {
      if (at !== name) return;
      left -= 1;
      if (left === 0) process.kill(process.pid, 'SIGKILL');
    },
  };
}
