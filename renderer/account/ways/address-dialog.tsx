import { useEffect, useId, useRef } from 'react';
import { isCloudRefusal } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Field, Notice } from '../../ui/index.ts';
import { Dialog, form } from '../../ui/overlays/index.ts';
import styles from '../account.module.css';
import { CodeField, isWholeCode } from '../code-field.tsx';
import { Refused } from '../refused.tsx';
import { type AddressChange, useAddressChange } from './use-address-change.ts';

interface AddressDialogProps {
  readonly address: string | null;
  readonly onClose: () => void;
}

/** Two steps: the address, then the code that was sent there. */
export function AddressDialog({ address, onClose }: AddressDialogProps) {
  const t = useWords();
  const id = useId();
  const change = useAddressChange();
  const first = change.sentTo === null;
  const off = change.busy || (first ? change.typed.trim() === '' : !isWholeCode(change.code));
  const submit = async (): Promise<void> => {
    if (off) return;
    if (first) await change.send();
    else if (await change.confirm()) onClose();
  };
  return (
    <Dialog
      title={t('account:address.title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" form={id} look="inverse" off={off}>
            {t(first ? 'account:address.send' : 'account:address.use')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={form.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {first ? <AddressStep change={change} now={address} /> : <CodeStep change={change} />}
      </form>
      {change.refusal !== null && isCloudRefusal(change.refusal) ? (
        <div className={form.problem}>
          <Refused refusal={change.refusal} />
        </div>
      ) : null}
      {change.refusal?.code === 'GUEST' ? (
        <div className={form.problem}>
          <Notice
            stop
            title={t('account:ways.refused.GUEST.title')}
            text={t('account:ways.refused.GUEST.text')}
          />
        </div>
      ) : null}
    </Dialog>
  );
}

function AddressStep({ change, now }: { readonly change: AddressChange; readonly now: string | null }) {
  const t = useWords();
  const note = useId();
  return (
    <div>
      <span className={form.label}>{t('account:address.new')}</span>
      <Field
        tall
        data-primary=""
        type="email"
        label={t('account:address.new')}
        autoComplete="email"
        aria-describedby={note}
        wrong={change.malformed}
        value={change.typed}
        onChange={(event) => change.type(event.currentTarget.value)}
      />
      {change.malformed ? (
        <p id={note} className={styles.rule} role="alert">
          {t('account:address.malformed')}
        </p>
      ) : (
        <p id={note} className={form.note}>
          {now === null ? '' : t('account:address.now', { address: now })}
        </p>
      )}
    </div>
  );
}

function CodeStep({ change }: { readonly change: AddressChange }) {
  const t = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The step before had the focus in a field of its own.
    place.current?.querySelector('input')?.focus();
  }, []);
  return (
    <div ref={place}>
      <p className={styles.text} role="status">
        {t('account:address.sent', { address: change.sentTo ?? '' })}
      </p>
      <div className={styles.under}>
        <CodeField value={change.code} refusal={change.codeRefusal} onChange={change.typeCode} />
      </div>
      <p className={styles.under}>
        <Button onClick={change.another}>{t('account:address.other')}</Button>
      </p>
    </div>
  );
}
