import { KeyRound, RefreshCw, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { ProviderState } from '../../shared/contracts/desktop/index.ts';
import { formatTime, useWords } from '../text/index.ts';
import { Button, Field, Icon, IconButton, Notice } from '../ui/index.ts';
import styles from './key-row.module.css';
import { KeychainNotice } from './keychain-notice.tsx';
import { type Keeping, useKeeping } from './use-keeping.ts';

const DOTS = '••••••••••';

/** One provider's key: typed or pasted once, held by the desktop, and never sent back to the window. */
export function KeyRow({ provider }: { readonly provider: ProviderState }) {
  const t = useWords();
  const id = useId();
  const name = t('common:provider.openai');
  const keeping = useKeeping();
  const { typed, problem } = keeping;
  const label = t('settings:providers.key', { provider: name });
  return (
    <>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') void keeping.save('keychain');
        }}
      >
        <div>
          <span className={styles.name}>{name}</span>
          <div id={id} role="status">
            {stateLines(provider, keeping.busy, t).map((line) => (
              <p key={line} className={styles.state}>
                {line}
              </p>
            ))}
          </div>
        </div>
        {provider.hasKey ? (
          <Field
            tall
            readOnly
            label={label}
            aria-describedby={id}
            lead={<Icon of={KeyRound} size={14} />}
            value={`${DOTS}${provider.keyEnding ?? ''}`}
          />
        ) : (
          <Field
            tall
            type="password"
            autoComplete="off"
            label={label}
            aria-describedby={id}
            placeholder={t('settings:providers.paste')}
            wrong={problem?.kind === 'malformed'}
            value={typed}
            onChange={(event) => keeping.type(event.currentTarget.value)}
          />
        )}
        <KeyActs hasKey={provider.hasKey} keeping={keeping} />
      </form>
      {problem?.kind === 'keychain' ? (
        <KeychainNotice problem={problem} onSession={() => void keeping.save('session')} />
      ) : (
        <KeyNotice malformed={problem !== null} provider={provider} name={name} />
      )}
    </>
  );
}

function KeyActs({ hasKey, keeping }: { readonly hasKey: boolean; readonly keeping: Keeping }) {
  const t = useWords();
  const busy = keeping.busy !== null;
  if (!hasKey) {
    return (
      <span className={styles.acts}>
        <Button type="submit" off={keeping.typed.trim() === '' || busy}>
          {t('settings:providers.save')}
        </Button>
      </span>
    );
  }
  return (
    <span className={styles.acts}>
      <IconButton
        label={t('settings:providers.test')}
        aria-disabled={busy}
        onClick={() => void keeping.test()}
      >
        <Icon of={RefreshCw} />
      </IconButton>
      <IconButton
        label={t('settings:providers.remove')}
        aria-disabled={busy}
        onClick={() => void keeping.remove()}
      >
        <Icon of={Trash2} />
      </IconButton>
    </span>
  );
}

interface KeyNoticeProps {
  readonly malformed: boolean;
  readonly provider: ProviderState;
  readonly name: string;
}

/** What the key itself lacks: as it was typed, or as its provider said. */
function KeyNotice({ malformed, provider, name }: KeyNoticeProps) {
  const t = useWords();
  const verdict = provider.lastTest?.verdict;
  const problem = malformed ? 'malformed' : verdict === 'works' ? undefined : verdict;
  if (problem === undefined) return null;
  return (
    <Notice
      stop
      title={t(`settings:providers.problem.${problem}.title`, { provider: name })}
      text={t(`settings:providers.problem.${problem}.text`, { provider: name })}
    />
  );
}

/** How it stands with the key, and where it is kept. */
function stateLines(
  provider: ProviderState,
  busy: Keeping['busy'],
  t: ReturnType<typeof useWords>,
): readonly string[] {
  if (busy !== null) return [t(`settings:providers.busy.${busy}`)];
  if (!provider.hasKey) return [t('settings:providers.state.none')];
  const { lastTest, keptUntil } = provider;
  const tested =
    lastTest === null
      ? t('settings:providers.state.untested')
      : t(`settings:providers.state.${lastTest.verdict}`, { time: formatTime(lastTest.atMs) });
  return keptUntil === null ? [tested] : [tested, t(`settings:providers.kept.${keptUntil}`)];
}
