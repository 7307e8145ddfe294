import { Link2Off } from 'lucide-react';
import { useState } from 'react';
import type { CloudAccount, Identity } from '../../../shared/contracts/cloud/index.ts';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { cloudWords, isCloudRefusal } from '../../bridge/index.ts';
import { useWords, type Words } from '../../text/index.ts';
import { Button, Icon, Notice } from '../../ui/index.ts';
import { AlertDialog } from '../../ui/overlays/index.ts';
import styles from '../account.module.css';
import { Ended } from '../sign-in/ended.tsx';
import { MethodMark } from '../sign-in/method-marks.tsx';
import { Waiting } from '../sign-in/waiting.tsx';
import { useFocusHere } from '../use-focus-here.ts';
import { momentWords } from '../when.ts';
import { type LinkedMethod, useLinking, type WayRefusal } from './use-linking.ts';

interface WayRowsProps {
  readonly state: AccountState;
  readonly account: CloudAccount;
  readonly off: boolean;
}

const LINKED: readonly LinkedMethod[] = ['google', 'github'];

/** What is linked, and then what this service offers and is not. */
export function WayRows({ state, account, off }: WayRowsProps) {
  const t = useWords();
  const [asked, setAsked] = useState<Identity | null>(null);
  const [list, focusList] = useFocusHere<HTMLUListElement>();
  const ways = useLinking(state, () => {
    if (document.activeElement === document.body) focusList();
  });
  const idle = off || ways.busy;
  const { ending } = ways.linking;
  const linkable = LINKED.filter(
    (method) =>
      (state.service?.methods ?? []).includes(method) &&
      !account.identities.some((identity) => identity.method === method),
  );
  const unlink = async ({ id }: Identity): Promise<void> => {
    const gone = await ways.unlink(id);
    setAsked(null);
    if (gone) focusList();
  };
  return (
    <>
      <ul ref={list} className={styles.list} aria-label={t('account:ways.title')} tabIndex={-1}>
        {account.identities.map((identity) => (
          <LinkedRow key={identity.id} identity={identity} off={idle} onUnlink={() => setAsked(identity)} />
        ))}
        {linkable.map((method) => (
          <li key={method} className={styles.row}>
            <MethodMark method={method} />
            <span>
              <span className={styles.rowName}>{t(`account:ways.${method}`)}</span>
              <span className={styles.rowText}>{t('account:ways.notLinked')}</span>
            </span>
            <Button
              off={idle || state.signingIn !== null}
              aria-label={t('account:ways.linkNamed', { method: t(`account:ways.${method}`) })}
              onClick={() => void ways.linking.begin(method)}
            >
              {t('account:ways.link')}
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles.under}>
        {state.signingIn?.purpose === 'link' ? (
          <Waiting signingIn={state.signingIn} takesFocus={ways.linking.begun} />
        ) : null}
        {ending === null ? null : (
          <Ended
            title={t(`account:ways.ended.${ending}.title`)}
            text={t(`account:ways.ended.${ending}.text`)}
            stop={ending !== 'cancelled'}
            onAgain={() => void ways.linking.again()}
          />
        )}
        {ways.refusal === null ? null : <Notice stop {...wordsOf(ways.refusal, t)} />}
      </div>
      {asked === null ? null : (
        <UnlinkDialog identity={asked} onClose={() => setAsked(null)} onUnlink={() => void unlink(asked)} />
      )}
    </>
  );
}

interface LinkedRowProps {
  readonly identity: Identity;
  readonly off: boolean;
  readonly onUnlink: () => void;
}

function LinkedRow({ identity, off, onUnlink }: LinkedRowProps) {
  const t = useWords();
  const { method, address, lastUsedAtMs, removable } = identity;
  const used =
    lastUsedAtMs === null
      ? t('account:ways.never')
      : t('account:ways.used', { time: momentWords(lastUsedAtMs, 'sentence', t) });
  return (
    <li className={styles.row}>
      <MethodMark method={method} />
      <span>
        <span className={styles.rowName}>{t(`account:ways.${method}`)}</span>
        {address === null ? null : <span className={styles.rowText}>{address}</span>}
        <span className={styles.rowText}>{used}</span>
        {removable ? null : <span className={styles.rowText}>{t('account:ways.last')}</span>}
      </span>
      {removable ? (
        <Button
          off={off}
          aria-haspopup="dialog"
          aria-label={t('account:ways.unlinkNamed', { method: t(`account:ways.${method}`) })}
          onClick={onUnlink}
        >
          {t('account:ways.unlink')}
        </Button>
      ) : null}
    </li>
  );
}

interface UnlinkDialogProps {
  readonly identity: Identity;
  readonly onClose: () => void;
  readonly onUnlink: () => void;
}

function UnlinkDialog({ identity, onClose, onUnlink }: UnlinkDialogProps) {
  const t = useWords();
  const method = t(`account:ways.${identity.method}`);
  return (
    <AlertDialog
      title={t('account:ways.confirm.title', { method })}
      text={t('account:ways.confirm.text')}
      icon={<Icon of={Link2Off} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="inverse" data-primary="" onClick={onUnlink}>
            {t('account:ways.unlink')}
          </Button>
        </>
      }
    />
  );
}

function wordsOf(refusal: WayRefusal, t: Words) {
  if (isCloudRefusal(refusal)) return cloudWords(refusal);
  const { code } = refusal;
  return { title: t(`account:ways.refused.${code}.title`), text: t(`account:ways.refused.${code}.text`) };
}
