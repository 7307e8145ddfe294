import { useQuery } from '@tanstack/react-query';
import { LogOut, Monitor } from 'lucide-react';
import { useState } from 'react';
import type { CloudAccount, CloudSession } from '../../../shared/contracts/cloud/index.ts';
import { cloudWords, isCloudRefusal, sessionsQuery } from '../../bridge/index.ts';
import { useWords, type Words } from '../../text/index.ts';
import { Button, Icon, Notice } from '../../ui/index.ts';
import { AlertDialog } from '../../ui/overlays/index.ts';
import styles from '../account.module.css';
import { NotThere } from '../not-there.tsx';
import { type Away, Part } from '../part.tsx';
import { useFocusHere } from '../use-focus-here.ts';
import { momentWords } from '../when.ts';
import { type DeviceRefusal, useDevices } from './use-devices.ts';

interface DevicesPartProps {
  readonly account: CloudAccount;
  readonly away: Away;
}

/** Every desktop that is signed in; each can be signed out from here, this one by its own button above. */
export function DevicesPart({ account, away }: DevicesPartProps) {
  const t = useWords();
  const { data, isError } = useQuery(sessionsQuery(account.id));
  const devices = useDevices(account.id);
  const [asked, setAsked] = useState<CloudSession | 'others' | null>(null);
  const [list, focusList] = useFocusHere<HTMLUListElement>();
  const off = away !== null || devices.busy;
  const sessions = data?.sessions ?? [];
  const end = async (): Promise<void> => {
    if (asked === null) return;
    const ended = asked === 'others' ? await devices.endOthers() : await devices.end(asked);
    setAsked(null);
    if (ended) focusList();
  };
  return (
    <Part title={t('account:devices.title')} text={t('account:devices.text')} away={away}>
      {data === undefined ? <NotThere failed={isError} /> : null}
      <ul ref={list} className={styles.list} aria-label={t('account:devices.list')} tabIndex={-1}>
        {sessions.map((session) => (
          <DeviceRow key={session.id} session={session} off={off} onEnd={() => setAsked(session)} />
        ))}
      </ul>
      <DeviceNotice refusal={devices.refusal} />
      {sessions.length < 2 ? null : (
        <Button
          className={styles.under}
          size="medium"
          off={off}
          aria-haspopup="dialog"
          onClick={() => setAsked('others')}
        >
          {t('account:devices.endOthers')}
        </Button>
      )}
      {asked === null ? null : (
        <EndDialog
          asked={asked}
          busy={devices.busy}
          onClose={() => setAsked(null)}
          onEnd={() => void end()}
        />
      )}
    </Part>
  );
}

interface DeviceRowProps {
  readonly session: CloudSession;
  readonly off: boolean;
  readonly onEnd: () => void;
}

function DeviceRow({ session, off, onEnd }: DeviceRowProps) {
  const t = useWords();
  const device = deviceName(session, t);
  const platform = t(`account:devices.platform.${session.platform}`);
  const time = momentWords(session.lastUsedAtMs, 'sentence', t);
  const { network } = session;
  return (
    <li className={styles.row} aria-current={session.current || undefined}>
      <Icon of={Monitor} />
      <span>
        <span className={styles.rowName}>{device}</span>
        <span className={styles.rowText}>
          {network === null
            ? t('account:devices.used', { platform, time })
            : t('account:devices.usedAt', { platform, time, network })}
        </span>
      </span>
      {session.current ? (
        <span className={styles.badge}>{t('account:devices.this')}</span>
      ) : (
        <Button
          off={off}
          aria-haspopup="dialog"
          aria-label={t('account:devices.endNamed', { device })}
          onClick={onEnd}
        >
          {t('account:devices.end')}
        </Button>
      )}
    </li>
  );
}

interface EndDialogProps {
  readonly asked: CloudSession | 'others';
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onEnd: () => void;
}

function EndDialog({ asked, busy, onClose, onEnd }: EndDialogProps) {
  const t = useWords();
  const others = asked === 'others';
  return (
    <AlertDialog
      title={
        others
          ? t('account:devices.confirmOthers.title')
          : t('account:devices.confirm.title', { device: deviceName(asked, t) })
      }
      text={t(others ? 'account:devices.confirmOthers.text' : 'account:devices.confirm.text')}
      icon={<Icon of={LogOut} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="inverse" data-primary="" off={busy} onClick={onEnd}>
            {t(others ? 'account:devices.endOthers' : 'account:devices.end')}
          </Button>
        </>
      }
    />
  );
}

function DeviceNotice({ refusal }: { readonly refusal: DeviceRefusal | null }) {
  const t = useWords();
  if (refusal === null) return null;
  const words = isCloudRefusal(refusal)
    ? cloudWords(refusal)
    : { title: t('account:devices.gone.title'), text: t('account:devices.gone.text') };
  return <Notice stop {...words} />;
}

function deviceName({ device }: CloudSession, t: Words): string {
  return device.trim() === '' ? t('account:devices.unnamed') : device;
}
