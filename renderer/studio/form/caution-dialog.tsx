import { ShieldAlert } from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { AlertDialog } from '../../ui/overlays/index.ts';
import { answerCaution } from './use-generate.ts';

/** Said once, before pictures go to a provider for the first time: they may show people or papers. */
export function CautionDialog({ provider }: { readonly provider: string }) {
  const t = useWords();
  return (
    <AlertDialog
      title={t('studio:caution.title')}
      text={t('studio:caution.text', { provider })}
      icon={<Icon of={ShieldAlert} size={20} />}
      onClose={() => void answerCaution(false)}
      footer={
        <>
          <Button onClick={() => void answerCaution(false)}>{t('common:cancel')}</Button>
          <Button look="inverse" data-primary="" onClick={() => void answerCaution(true)}>
            {t('studio:caution.send')}
          </Button>
        </>
      }
    >
      <p>{t('studio:caution.stripped')}</p>
    </AlertDialog>
  );
}
