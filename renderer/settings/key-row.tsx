import { KeyRound, RefreshCw, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { ProviderState } from '../../shared/contracts/desktop/index.ts';
import { ask, desktop, queryClient, sayFault } from '../bridge/index.ts';
import { formatTime, useWords } from '../text/index.ts';
import { Button, Field, Icon, IconButton, Notice } from '../ui/index.ts';
import styles from './key-row.module.css';

const WHICH = { id: 'openai' } as const;
const DOTS = '••••••••••';

/** One provider's key: typed or pasted once, held by the desktop, and never sent back to the window. */
export function KeyRow({ provider }: { readonly provider: ProviderState }) {
  const t = useWords();
  const id = useId();
  const name = t('common:provider.openai');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [malformed, setMalformed] = useState(false);
  const act = async (call: () => Promise<Ending>): Promise<void> => {
    setBusy(true);
    setMalformed(false);
    const answer = await call();
    setBusy(false);
    if (answer.kind === 'fault') sayFault(answer.error);
    if (answer.kind === 'refusal') setMalformed(true);
    if (answer.kind === 'value') setTyped('');
    await queryClient.invalidateQueries({ queryKey: ['providers'] });
  };
  const save = (): Promise<void> => act(() => ask(desktop.providers.setKey({ ...WHICH, key: typed })));
  const verdict = provider.lastTest?.verdict;
  const problem = malformed ? 'malformed' : verdict === 'works' ? undefined : verdict;
  return (
    <>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') void save();
        }}
      >
        <div>
          <span className={styles.name}>{name}</span>
          <p id={id} className={styles.state} role="status">
            {stateWords(provider, busy, t)}
          </p>
        </div>
        {provider.hasKey ? (
          <Field
            tall
            readOnly
            label={t('settings:providers.key', { provider: name })}
            aria-describedby={id}
            lead={<Icon of={KeyRound} size={14} />}
            value={`${DOTS}${provider.keyEnding ?? ''}`}
          />
        ) : (
          <Field
            tall
            type="password"
            autoComplete="off"
            label={t('settings:providers.key', { provider: name })}
            aria-describedby={id}
            placeholder={t('settings:providers.paste')}
            wrong={malformed}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <span className={styles.acts}>
          {provider.hasKey ? (
            <>
              <IconButton
                label={t('settings:providers.test')}
                aria-disabled={busy}
                onClick={() => void act(() => ask(desktop.providers.testKey(WHICH)))}
              >
                <Icon of={RefreshCw} />
              </IconButton>
              <IconButton
                label={t('settings:providers.remove')}
                onClick={() => void act(() => ask(desktop.providers.removeKey(WHICH)))}
              >
                <Icon of={Trash2} />
              </IconButton>
            </>
          ) : (
            <Button type="submit" off={typed.trim() === '' || busy}>
              {t('settings:providers.save')}
            </Button>
          )}
        </span>
      </form>
      {problem === undefined ? null : (
        <Notice
          stop
          title={t(`settings:providers.problem.${problem}.title`, { provider: name })}
          text={t(`settings:providers.problem.${problem}.text`, { provider: name })}
        />
      )}
    </>
  );
}

type Ending = { readonly kind: 'value' | 'refusal' } | { readonly kind: 'fault'; readonly error: unknown };

function stateWords(provider: ProviderState, busy: boolean, t: ReturnType<typeof useWords>): string {
  if (busy) return t('settings:providers.state.testing');
  if (!provider.hasKey) return t('settings:providers.state.none');
  if (provider.lastTest === null) return t('settings:providers.state.untested');
  return t(`settings:providers.state.${provider.lastTest.verdict}`, {
    time: formatTime(provider.lastTest.atMs),
  });
}
