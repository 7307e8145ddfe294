import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { beginSignIn, type CloudRefusal, isAway, type SignInMethod } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Refused } from '../refused.tsx';
import { Ended } from './ended.tsx';
import { MethodMark } from './method-marks.tsx';
import styles from './sign-in.module.css';
import { useSigningIn } from './use-signing-in.ts';
import { Waiting } from './waiting.tsx';

interface SignInProps {
  readonly state: AccountState;
  /** It has ended well, here and now. */
  readonly onDone?: () => void;
}

/** The ways in that the service offers. Before it was reached once only email is sure. */
export function SignIn({ state, onDone = () => undefined }: SignInProps) {
  const t = useWords();
  const signingIn = useSigningIn<SignInMethod, CloudRefusal>({ state, start: beginSignIn, onDone });
  if (state.signingIn !== null) return <Waiting signingIn={state.signingIn} takesFocus={signingIn.begun} />;
  const methods = state.service?.methods ?? ['email'];
  const { ending } = signingIn;
  return (
    <div className={styles.ways}>
      {ending === null ? null : (
        <Ended
          title={t(`account:signIn.ended.${ending}.title`)}
          text={t(`account:signIn.ended.${ending}.text`)}
          stop={ending !== 'cancelled'}
          // Who is too young is not asked to try again.
          onAgain={ending === 'under-age' ? null : () => void signingIn.again()}
        />
      )}
      <Refused refusal={signingIn.refusal} />
      <Methods methods={methods} busy={signingIn.busy} onChoose={(method) => void signingIn.begin(method)} />
      {signingIn.busy || isAway(state) ? (
        <p className={styles.note} role="status">
          {t(signingIn.busy ? 'account:signIn.opening' : awayKey(state))}
        </p>
      ) : null}
    </div>
  );
}

function awayKey(state: AccountState) {
  return state.reach === 'offline' ? 'account:signIn.offline' : 'account:signIn.down';
}

interface MethodsProps {
  readonly methods: readonly SignInMethod[];
  readonly busy: boolean;
  readonly onChoose: (method: SignInMethod) => void;
}

function Methods({ methods, busy, onChoose }: MethodsProps) {
  const t = useWords();
  const button = (method: SignInMethod, look: string | undefined) => (
    <button
      key={method}
      type="button"
      className={`${styles.way} ${look ?? ''}`}
      aria-disabled={busy || undefined}
      onClick={() => {
        if (!busy) onChoose(method);
      }}
    >
      <MethodMark method={method} />
      {t(`account:signIn.${method}`)}
    </button>
  );
  const others = methods.filter((method) => method !== 'email');
  return (
    <div className={styles.methods}>
      {methods.includes('email') ? button('email', styles.first) : null}
      {others.length === 0 ? null : (
        <div className={styles.others}>{others.map((method) => button(method, undefined))}</div>
      )}
    </div>
  );
}
