import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { faultWords, readFault, sentQuery } from '../../bridge/index.ts';
import { say, useWords } from '../../text/index.ts';
import { announce, Button, Notice } from '../../ui/index.ts';
import { Dialog } from '../../ui/overlays/index.ts';
import styles from './sent-dialog.module.css';
import { fileText, type Sent, sentText, valueText } from './sent-text.ts';

interface SentDialogProps {
  readonly input: GenerationInput;
  readonly drawnHere: boolean;
  readonly onClose: () => void;
}

/** The request that Generate would send, as the provider would get it. */
export function SentDialog({ input, drawnHere, onClose }: SentDialogProps) {
  const t = useWords();
  const { data: sent, error } = useQuery(sentQuery(input));
  const problem = error === null ? null : problemOf(error);
  return (
    <Dialog
      wide
      title={t('studio:sent.title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      footer={
        <>
          {sent?.kind === 'request' ? <CopyButton sent={sent} /> : null}
          <Button look="inverse" data-primary="" onClick={onClose}>
            {t('common:close')}
          </Button>
        </>
      }
    >
      {problem === null ? null : <Notice stop title={problem.title} text={problem.text} />}
      {sent?.kind === 'nothing-leaves' ? (
        <p>{t(`studio:sent.${drawnHere ? 'nothingLeaves' : 'nothingSent'}`)}</p>
      ) : null}
      {sent?.kind === 'request' ? <RequestSheet sent={sent} /> : null}
    </Dialog>
  );
}

function CopyButton({ sent }: { readonly sent: Sent }) {
  const t = useWords();
  const [state, setState] = useState<'copy' | 'copied' | 'refused'>('copy');
  const copy = async (): Promise<void> => {
    const next = await navigator.clipboard.writeText(sentText(sent)).then(
      () => 'copied' as const,
      () => 'refused' as const,
    );
    setState(next);
    announce(say(`studio:sent.${next}`));
  };
  return <Button onClick={() => void copy()}>{t(`studio:sent.${state}`)}</Button>;
}

function RequestSheet({ sent }: { readonly sent: Sent }) {
  const t = useWords();
  const fields = sent.parts.flatMap((part) =>
    part.kind === 'field' ? [{ name: part.name, value: part.value }] : [],
  );
  const files = sent.parts.flatMap((part) =>
    part.kind === 'file' ? [{ name: part.name, value: fileText(part) }] : [],
  );
  return (
    <section
      className={styles.sheet}
      aria-label={t('studio:sent.request')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long request is scrolled by keys, so it must be reachable.
      tabIndex={0}
    >
      <p>{t('studio:sent.text')}</p>
      <h3>{t('studio:sent.address')}</h3>
      <p className={styles.code}>{`${sent.method} ${sent.url}`}</p>
      <Rows title={t('studio:sent.fields')} rows={fields} />
      <Rows title={t('studio:sent.files')} rows={files} />
      <Rows title={t('studio:sent.headers')} rows={sent.headers} />
      <p className={styles.note}>{t('studio:sent.connection')}</p>
    </section>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly value: string | null }[];
}

function Rows({ title, rows }: RowsProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <table className={styles.rows} aria-label={title}>
        <tbody>
          {rows.map(({ name, value }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the list of one request never changes.
            <tr key={at}>
              <th scope="row" className={styles.code}>
                {name}
              </th>
              <td className={value === null ? styles.made : styles.code}>{valueText(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function problemOf(error: Error): { readonly title: string; readonly text: string } {
  const code = 'code' in error ? error.code : null;
  if (code === 'MODEL_UNKNOWN' || code === 'REFERENCE_MISSING') {
    return { title: say(`studio:refusal.${code}.title`), text: say(`studio:refusal.${code}.text`) };
  }
  return faultWords(readFault(error));
}
