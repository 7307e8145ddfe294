import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { askAccount, type CloudRefusal, desktop } from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { useSigningIn } from '../sign-in/use-signing-in.ts';
import { useAct } from '../use-act.ts';

export type LinkedMethod = 'google' | 'github';

export type WayRefusal =
  | CloudRefusal
  | { readonly code: 'METHOD_OFF' | 'GUEST' | 'NOT_FOUND' | 'LAST_METHOD' };

/** Adding a way of signing in, through the browser, and taking one away. */
export function useLinking(state: AccountState, onLinked: () => void) {
  const linking = useSigningIn<LinkedMethod, WayRefusal>({
    state,
    start: (method) => askAccount(desktop.account.link({ method })),
    onDone() {
      tell(say('account:ways.linked'));
      onLinked();
    },
  });
  const unlinking = useAct<WayRefusal>();
  return {
    linking,
    busy: linking.busy || unlinking.busy,
    refusal: linking.refusal ?? unlinking.refusal,
    /** True when it is gone. */
    async unlink(id: string): Promise<boolean> {
      const answer = await unlinking.run(() => askAccount(desktop.account.unlink({ id })));
      if (answer !== null) tell(say('account:ways.unlinked'));
      return answer !== null;
    },
  };
}

function tell(title: string): void {
  announce(title);
  showToast({ icon: 'done', title });
}
