import { ShieldAlert } from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { AlertDialog } from '../../ui/overlays/index.ts';
import { answerCaution } from './use-generate.ts';

interface CautionDialogProps {
  readonly provider: string;
  /** What is in the frame goes along, with its mask. */
  readonly ofDocument: boolean;
}

/** Said once, before pictures go to a provider for the first time: they may show people or papers. */
export function CautionDialog({ provider, ofDocument }: CautionDialogProps) {
  const t = useWords();
  return (
    <AlertDialog
      title={t('studio:caution.title')}
      text={t(ofDocument ? 'studio:caution.textDocument' : 'studio:caution.text', { provider })}
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
