import { type CloudRefusal, startGuest } from '../../bridge/index.ts';
import { type Act, useAct } from '../use-act.ts';

export interface Guest extends Pick<Act<CloudRefusal>, 'busy' | 'refusal'> {
  /** True when there is a guest's account now. */
  start(): Promise<boolean>;
}

/** Going on as a guest, from a page that says why not when it can't be. */
export function useGuest(): Guest {
  const act = useAct<CloudRefusal>();
  return {
    busy: act.busy,
    refusal: act.refusal,
    start: async () => (await act.run(startGuest)) !== null,
  };
}
