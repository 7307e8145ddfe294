import { Network, Server, Trash2 } from 'lucide-react';
import { useId, useRef } from 'react';
import type { ProviderState } from '../../shared/contracts/desktop/index.ts';
import { formatMoment, useWords, type Words } from '../text/index.ts';
import { Button, Field, Icon, IconButton, Notice } from '../ui/index.ts';
import { AlertDialog } from '../ui/overlays/index.ts';
import styles from './key-row.module.css';
import { KeyForm } from './key-row.tsx';
import { KeychainNotice } from './keychain-notice.tsx';
import { useKeeping } from './use-keeping.ts';
import { type ServerProblem, type Serving, useOwnServer } from './use-own-server.ts';

interface RowProps {
  readonly provider: ProviderState;
}

/** A person's own server: its address, what it said it can make, and a key where it wants one. */
export function OwnServerRow({ provider }: RowProps) {
  const t = useWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const serving = useOwnServer(provider);
  const isSet = provider.server !== null;
  const off = serving.busy !== null || serving.address.trim() === '';
  return (
    <>
      <form
        className={styles.row}
        aria-label={t('settings:server.name')}
        onSubmit={(event) => {
          event.preventDefault();
          if (!off) void (isSet && !serving.changed ? serving.test() : serving.save());
        }}
      >
        <div>
          <span className={styles.name}>{t('settings:server.row')}</span>
          <div id={id} role="status">
            {stateLines(provider, serving, t).map((line) => (
              <p key={line} className={styles.state}>
                {line}
              </p>
            ))}
          </div>
        </div>
        <Field
          ref={field}
          tall
          inputMode="url"
          autoComplete="off"
          label={t('settings:server.address')}
          aria-describedby={id}
          lead={<Icon of={Server} size={14} />}
          placeholder={t('settings:server.placeholder')}
          wrong={serving.problem !== null && serving.changed}
          value={serving.address}
          onChange={(event) => serving.type(event.currentTarget.value)}
        />
        <span className={styles.acts}>
          {isSet && !serving.changed ? (
            <Button type="submit" aria-label={t('settings:server.testServer')} off={off}>
              {t('settings:server.test')}
            </Button>
          ) : (
            <Button type="submit" aria-label={t('settings:server.saveAddress')} off={off}>
              {t('settings:server.save')}
            </Button>
          )}
          {isSet ? (
            <IconButton
              label={t('settings:server.remove')}
              aria-disabled={serving.busy !== null}
              // The button goes with the server; whoever pressed it goes on in the field.
              onClick={() => void serving.remove().then(() => field.current?.focus())}
            >
              <Icon of={Trash2} />
            </IconButton>
          ) : null}
        </span>
      </form>
      <ServerNotice provider={provider} problem={serving.problem} />
      <ServerKeyRow provider={provider} />
      <NetworkDialog serving={serving} />
    </>
  );
}

/** Why it is not kept, or what the last test met. */
function ServerNotice({ provider, problem }: RowProps & { readonly problem: ServerProblem | null }) {
  const t = useWords();
  if (problem?.kind === 'keychain') {
    return (
      <Notice
        stop
        title={t('settings:server.problem.keychain.title')}
        text={t(`settings:keychain.remove.${problem.why}`)}
      />
    );
  }
  const kind = problem?.kind ?? lastProblem(provider);
  if (kind === null) return null;
  return (
    <Notice
      stop
      title={t(`settings:server.problem.${kind}.title`)}
      text={t(`settings:server.problem.${kind}.text`)}
    />
  );
}

/** A key for the server. Before one is set it is for the one that is set next. */
function ServerKeyRow({ provider }: RowProps) {
  const t = useWords();
  const keeping = useKeeping('own-server');
  const { problem } = keeping;
  return (
    <>
      <KeyForm
        keeping={keeping}
        ending={provider.hasKey ? (provider.keyEnding ?? '') : null}
        lines={keyLines(provider, keeping.busy, t)}
        words={{
          form: t('settings:server.key.form'),
          name: t('settings:server.key.name'),
          label: t('settings:server.key.label'),
          save: t('settings:server.key.save'),
          remove: t('settings:server.key.remove'),
        }}
      />
      {problem?.kind === 'keychain' ? (
        <KeychainNotice problem={problem} onSession={() => void keeping.save('session')} />
      ) : null}
      {problem?.kind === 'malformed' ? (
        <Notice
          stop
          title={t('settings:providers.problem.malformed.title')}
          text={t('settings:server.key.malformed')}
        />
      ) : null}
    </>
  );
}

/** Another computer sees what is sent to it: that is said once, with its address, before anything is. */
function NetworkDialog({ serving }: { readonly serving: Serving }) {
  const t = useWords();
  const { unconfirmed } = serving;
  if (unconfirmed === null) return null;
  const said = t('settings:server.confirm.text', { address: unconfirmed });
  return (
    <AlertDialog
      title={t('settings:server.confirm.title')}
      text={unconfirmed.startsWith('http:') ? `${said} ${t('settings:server.confirm.plain')}` : said}
      icon={<Icon of={Network} size={20} />}
      onClose={serving.leave}
      footer={
        <>
          <Button onClick={serving.leave}>{t('common:cancel')}</Button>
          <Button look="inverse" data-primary="" onClick={() => void serving.confirm()}>
            {t('settings:server.confirm.use')}
          </Button>
        </>
      }
    />
  );
}

function stateLines({ server, hasKey }: ProviderState, serving: Serving, t: Words): readonly string[] {
  if (serving.busy !== null) return [t(`settings:server.state.${serving.busy}`)];
  if (server === null) return [t('settings:server.state.none')];
  const { models, checkedAtMs } = server;
  const time = formatMoment(checkedAtMs, Date.now());
  const checked = t('settings:server.state.models', { count: models.length, time });
  return hasKey && serving.changed ? [checked, t('settings:server.state.keyGoes')] : [checked];
}

function keyLines(
  { server, hasKey, keptUntil }: ProviderState,
  busy: 'saving' | 'removing' | 'testing' | null,
  t: Words,
): readonly string[] {
  if (busy !== null) return [t(`settings:providers.busy.${busy}`)];
  if (!hasKey) return [t('settings:server.key.none')];
  const place = keptUntil === null ? [] : [t(`settings:providers.kept.${keptUntil}`)];
  return [...place, t(server === null ? 'settings:server.key.next' : 'settings:server.key.bound')];
}

function lastProblem({
  lastTest,
  hasKey,
}: ProviderState): 'unreachable' | 'wants-key' | 'wants-another' | 'no-models' | null {
  switch (lastTest?.verdict) {
    case 'unreachable':
      return 'unreachable';
    case 'bad-key':
      return hasKey ? 'wants-another' : 'wants-key';
    case 'not-compatible':
      return 'no-models';
    default:
      return null;
  }
}
