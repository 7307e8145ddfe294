import { type Failpoints, createFailpoints as withDeath } from '../../shared/kernel/index.ts';

/** Failpoints of this process, armed by a spec as `GESSO_FAILPOINT` gives it. */
export function createFailpoints(spec: string | null): Failpoints {
  return withDeath(spec, () => process.kill(process.pid, 'SIGKILL'));
}
