import { useQuery } from '@tanstack/react-query';
import { ArrowUp, Folder } from 'lucide-react';
import { useState } from 'react';
import { folderQuery, shownPath } from '../bridge/index.ts';
import { formatBytes, useWords, type Words } from '../text/index.ts';
import { Button, Icon, IconButton } from '../ui/index.ts';
import { Dialog } from '../ui/overlays/index.ts';
import styles from './folder-picker.module.css';
import type { FolderRefusal } from './library-folder.ts';

interface FolderPickerProps {
  readonly start: string | null;
  readonly onClose: () => void;
  /** Says why not, or null when the folder was taken. */
  readonly onChoose: (path: string) => Promise<FolderRefusal | 'fault' | null>;
}

/** The in-window picker: places at the left, one folder's folders at the right. */
export function FolderPicker({ start, onClose, onChoose }: FolderPickerProps) {
  const t = useWords();
  const [path, setPath] = useState(start);
  const [refusal, setRefusal] = useState<FolderRefusal | null>(null);
  const { data: folder, error } = useQuery(folderQuery(path));
  // A folder that cannot be listed is answered from home, with the reason said.
  const unreadable = error === null ? null : errorCode(error) === 'FOLDER_MISSING' ? 'missing' : 'unreadable';
  const open = (next: string | null): void => {
    setRefusal(null);
    setPath(next);
  };
  const choose = async (): Promise<void> => {
    if (folder === undefined) return;
    const said = await onChoose(folder.path);
    if (said === null) onClose();
    else if (said !== 'fault') setRefusal(said);
  };
  const problem = refusal ?? unreadable ?? (folder?.writable === false ? 'readOnly' : null);
  return (
    <Dialog
      title={t('common:folder.title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      footer={
        <>
          <span className={styles.problem} role="status">
            {problem === null ? null : t(`common:folder.${problem}`)}
          </span>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="inverse" off={folder === undefined || problem !== null} onClick={() => void choose()}>
            {t('common:folder.choose')}
          </Button>
        </>
      }
    >
      <div className={styles.where}>
        <IconButton
          label={t('common:folder.up')}
          aria-disabled={folder?.parent === null}
          onClick={() => folder?.parent != null && open(folder.parent)}
        >
          <Icon of={ArrowUp} />
        </IconButton>
        <span className={styles.path}>{folder === undefined ? null : shownPath(folder.path)}</span>
        {folder === undefined ? null : (
          <span className={styles.free}>
            {t('common:folder.here', { size: formatBytes(folder.freeBytes) })}
          </span>
        )}
      </div>
      <div className={styles.columns}>
        <Folders
          label={t('common:folder.places')}
          folders={(folder?.places ?? []).map((place) => ({ ...place, name: placeName(place.name, t) }))}
          onOpen={open}
        />
        <Folders
          label={t('common:folder.folders')}
          folders={folder?.folders ?? []}
          empty={folder === undefined ? undefined : t('common:folder.empty')}
          onOpen={open}
        />
      </div>
    </Dialog>
  );
}

const PLACES = ['home', 'pictures', 'documents', 'drives'] as const;

/** The desktop names places by code. */
function placeName(code: string, t: Words): string {
  const known = PLACES.find((place) => place === code);
  return known === undefined ? code : t(`common:folder.place.${known}`);
}

function errorCode(error: Error): unknown {
  return 'code' in error ? error.code : null;
}

interface FoldersProps {
  readonly label: string;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  readonly empty?: string | undefined;
  readonly onOpen: (path: string) => void;
}

function Folders({ label, folders, empty, onOpen }: FoldersProps) {
  return (
    <ul className={styles.folders} aria-label={label}>
      {folders.length === 0 && empty !== undefined ? <li className={styles.empty}>{empty}</li> : null}
      {folders.map((folder) => (
        <li key={folder.path}>
          <button type="button" className={styles.folder} onClick={() => onOpen(folder.path)}>
            <Icon of={Folder} />
            <span className={styles.name}>{folder.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
