import { Copy, CornerUpLeft } from 'lucide-react';
import type { PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { copyPrompt, makeAgain } from '../acts.ts';
import styles from './details-pane.module.css';

export function PromptBlock({ details }: { readonly details: PictureDetails }) {
  const t = useWords();
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <h3>
          {t(details.picture.origin === 'imported' ? 'library:details.title' : 'library:details.prompt')}
        </h3>
        <Button size="small" onClick={() => void copyPrompt(details.fullPrompt)}>
          <Icon of={Copy} size={12} />
          {t('library:details.copy')}
        </Button>
        {details.input === null ? null : (
          <Button size="small" onClick={() => makeAgain(details)}>
            <Icon of={CornerUpLeft} size={12} />
            {t('library:details.useAgain')}
          </Button>
        )}
      </div>
      <p className={styles.prose}>{details.fullPrompt}</p>
      {details.revisedPrompt === null ? null : (
        <>
          <p className={styles.under}>{t('library:details.revised')}</p>
          <p className={styles.prose}>{details.revisedPrompt}</p>
        </>
      )}
    </div>
  );
}
