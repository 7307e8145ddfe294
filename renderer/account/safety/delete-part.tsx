import { Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CloudAccount } from '../../../shared/contracts/cloud/index.ts';
import { SettingRow } from '../../settings/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { AlertDialog, form } from '../../ui/overlays/index.ts';
import styles from '../account.module.css';
import { CodeField, isWholeCode } from '../code-field.tsx';
import { type Away, Part } from '../part.tsx';
import { RadioRow } from '../radio-row.tsx';
import { Refused } from '../refused.tsx';
import { type Closing, type ClosingWhen, useClosing } from './use-closing.ts';

interface DeletePartProps {
  readonly account: CloudAccount;
  readonly away: Away;
  readonly onClosed: (when: ClosingWhen, goneAtMs: number) => void;
}

export function DeletePart({ account, away, onClosed }: DeletePartProps) {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <Part title={t('account:delete.title')} away={away}>
      <SettingRow name={t('account:delete.name')} text={t('account:delete.text')}>
        <Button size="medium" off={away !== null} aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {t('account:delete.button')}
        </Button>
      </SettingRow>
      {asking ? (
        <DeleteDialog account={account} onClose={() => setAsking(false)} onClosed={onClosed} />
      ) : null}
    </Part>
  );
}

interface DeleteDialogProps extends Omit<DeletePartProps, 'away'> {
  readonly onClose: () => void;
}

function DeleteDialog({ account, onClose, onClosed }: DeleteDialogProps) {
  const t = useWords();
  const id = useId();
  const closing = useClosing(onClosed);
  const first = closing.codeNeeded === null;
  const off = closing.busy || (closing.codeNeeded === true && !isWholeCode(closing.code));
  return (
    <AlertDialog
      title={t('account:delete.ask')}
      text={t('account:delete.askText')}
      icon={<Icon of={Trash2} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" form={id} look="inverse" off={off}>
            {t(first ? 'account:delete.continue' : 'account:delete.confirm')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!off) void (first ? closing.askForCode() : closing.close());
        }}
      >
        <WhenField closing={closing} isGuest={account.kind === 'guest'} />
        {closing.codeNeeded === true ? <CodeStep closing={closing} address={account.address ?? ''} /> : null}
        <Refused refusal={closing.refusal} />
      </form>
    </AlertDialog>
  );
}

const WHEN: readonly ClosingWhen[] = ['after-grace', 'now'];

function WhenField({ closing, isGuest }: { readonly closing: Closing; readonly isGuest: boolean }) {
  const t = useWords();
  const name = useId();
  return (
    <fieldset className={styles.radios}>
      <legend className={form.label}>{t('account:delete.when')}</legend>
      {WHEN.map((when) => (
        <RadioRow
          key={when}
          name={name}
          label={t(when === 'now' ? 'account:delete.now' : 'account:delete.grace')}
          text={t(
            when === 'now'
              ? 'account:delete.nowText'
              : isGuest
                ? 'account:delete.graceGuest'
                : 'account:delete.graceText',
          )}
          checked={closing.when === when}
          primary={closing.when === when}
          onChoose={() => closing.choose(when)}
        />
      ))}
    </fieldset>
  );
}

function CodeStep({ closing, address }: { readonly closing: Closing; readonly address: string }) {
  const t = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('input')?.focus();
  }, []);
  return (
    <div ref={place}>
      <p role="status">{t('account:delete.codeText', { address })}</p>
      <div className={styles.under}>
        <CodeField value={closing.code} refusal={closing.codeRefusal} onChange={closing.typeCode} />
      </div>
      <p className={styles.under}>
        <Button off={closing.busy} onClick={() => void closing.askForCode()}>
          {t('account:delete.again')}
        </Button>
      </p>
    </div>
  );
}
