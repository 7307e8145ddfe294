import type { CloudSession } from '../../../shared/contracts/cloud/index.ts';
import {
  ask,
  type CloudRefusal,
  desktop,
  queryClient,
  securityEventsQuery,
  sessionsQuery,
} from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { useAct } from '../use-act.ts';

export type DeviceRefusal = CloudRefusal | { readonly code: 'NOT_FOUND' };

/** Signing other desktops out. The lists are asked for again before it is said to be done. */
export function useDevices(accountId: string) {
  const act = useAct<DeviceRefusal>();
  const list = async (): Promise<void> => {
    await Promise.all(
      [sessionsQuery(accountId).queryKey, securityEventsQuery(accountId).queryKey].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
  return {
    busy: act.busy,
    refusal: act.refusal,
    async end({ id, device }: CloudSession): Promise<boolean> {
      const ended = await act.run(() => ask(desktop.account.endSession({ id })));
      await list();
      if (ended !== null) tell(say('account:devices.ended', { device }));
      return ended !== null;
    },
    async endOthers(): Promise<boolean> {
      const answer = await act.run(() => ask(desktop.account.endOtherSessions({})));
      await list();
      if (answer !== null) tell(say('account:devices.othersEnded', { count: answer.ended }));
      return answer !== null;
    },
  };
}

function tell(title: string): void {
  announce(title);
  showToast({ icon: 'done', title });
}
