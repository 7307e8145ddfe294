import { FolderOpen } from 'lucide-react';
import type { PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import { revealPicture, shownPath } from '../../bridge/index.ts';
import { formatBytes, useWords } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import styles from './details-pane.module.css';
import { Facts } from './facts.tsx';

export function FileBlock({ details }: { readonly details: PictureDetails }) {
  const t = useWords();
  const { file, picture } = details;
  const folder = file.path.slice(0, -file.name.length - 1);
  // A model that its server lists no more has left the catalogue, and its note with it.
  const licenceNote = details.providerId === 'own-server' ? 'own-server' : details.licenceNote;
  const note =
    licenceNote === 'sandbox' || licenceNote === 'openai-terms' || licenceNote === 'own-server'
      ? t(`library:details.licenceNote.${licenceNote}`)
      : licenceNote;
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <h3>{t('library:details.file')}</h3>
        {file.missing ? null : (
          <Button size="small" onClick={() => void revealPicture(picture.id)}>
            <Icon of={FolderOpen} size={12} />
            {t('library:details.showInFolder')}
          </Button>
        )}
      </div>
      <Facts
        facts={[
          { name: t('library:details.fileName'), value: file.name },
          { name: t('library:details.fileFolder'), value: shownPath(folder) },
          { name: t('library:details.fileSize'), value: formatBytes(file.sizeBytes) },
          {
            name: t('library:details.fileKind'),
            value: file.mediaType.replace(/^image\//, '').toUpperCase(),
          },
          // A file of the person's is theirs; nothing here knows more about it.
          ...(picture.origin === 'imported' ? [] : [{ name: t('library:details.licence'), value: note }]),
        ]}
      />
    </div>
  );
}
