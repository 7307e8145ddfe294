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
  const name = t('common:provider.openai');
  const keeping = useKeeping('openai');
  const { problem } = keeping;
  return (
    <>
      <KeyForm
        keeping={keeping}
        ending={provider.hasKey ? (provider.keyEnding ?? '') : null}
        lines={stateLines(provider, keeping.busy, t)}
        words={{
          form: name,
          name,
          label: t('settings:providers.key', { provider: name }),
          save: t('settings:providers.saveKey'),
          remove: t('settings:providers.remove'),
          test: t('settings:providers.test'),
        }}
      />
      {problem?.kind === 'keychain' ? (
        <KeychainNotice problem={problem} onSession={() => void keeping.save('session')} />
      ) : (
        <KeyNotice malformed={problem !== null} provider={provider} name={name} />
      )}
    </>
  );
}

interface KeyFormProps {
  readonly keeping: Keeping;
  /** What is shown of the key that is held; null while there is none. */
  readonly ending: string | null;
  readonly lines: readonly string[];
  /** Each button is told apart from those of other rows; without `test` there is none. */
  readonly words: {
    /** The row's name for those who do not see where it stands. */
    readonly form: string;
    readonly name: string;
    readonly label: string;
    readonly save: string;
    readonly remove: string;
    readonly test?: string;
  };
}

/** The row itself: a field that takes a key, or dots and the key's ending. */
export function KeyForm({ keeping, ending, lines, words }: KeyFormProps) {
  const t = useWords();
  const id = useId();
  const { typed, problem } = keeping;
  const { label } = words;
  return (
    <form
      className={styles.row}
      aria-label={words.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') void keeping.save('keychain');
      }}
    >
      <div>
        <span className={styles.name}>{words.name}</span>
        <div id={id} role="status">
          {lines.map((line) => (
            <p key={line} className={styles.state}>
              {line}
            </p>
          ))}
        </div>
      </div>
      {ending === null ? (
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
      ) : (
        <Field
          tall
          readOnly
          label={label}
          aria-describedby={id}
          lead={<Icon of={KeyRound} size={14} />}
          value={`${DOTS}${ending}`}
        />
      )}
      <KeyActs hasKey={ending !== null} keeping={keeping} words={words} />
    </form>
  );
}

interface KeyActsProps extends Pick<KeyFormProps, 'keeping' | 'words'> {
  readonly hasKey: boolean;
}

function KeyActs({ hasKey, keeping, words }: KeyActsProps) {
  const t = useWords();
  const busy = keeping.busy !== null;
  if (!hasKey) {
    return (
      <span className={styles.acts}>
        <Button type="submit" aria-label={words.save} off={keeping.typed.trim() === '' || busy}>
          {t('settings:providers.save')}
        </Button>
      </span>
    );
  }
  return (
    <span className={styles.acts}>
      {words.test === undefined ? null : (
        <IconButton label={words.test} aria-disabled={busy} onClick={() => void keeping.test()}>
          <Icon of={RefreshCw} />
        </IconButton>
      )}
      <IconButton label={words.remove} aria-disabled={busy} onClick={() => void keeping.remove()}>
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
