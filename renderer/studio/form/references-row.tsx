import { useQuery } from '@tanstack/react-query';
import { FolderOpen, ImagePlus, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Reference } from '../../../shared/contracts/desktop/index.ts';
import { patiently, pictureQuery, settingsQuery, thumbnailAddress } from '../../bridge/index.ts';
import { pickFiles } from '../../bring-in/index.ts';
import { pictureTitle, useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import { filesAsReferences } from '../pictures-in.ts';
import { addReferences, changeRole, ROLES, removeReference } from './references.ts';
import styles from './references-row.module.css';

const Menus = lazy(() =>
  patiently(async () => ({ default: (await import('./references-menus.tsx')).ReferenceMenu })),
);

/** Pictures that go along with the prompt, each with what it is there for. */
export function ReferencesRow({ references }: { readonly references: readonly Reference[] }) {
  const t = useWords();
  return (
    <div className={styles.row}>
      <span className={styles.name} aria-hidden="true">
        {t('studio:references.label')}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own frame around a wrapping row. */}
      <div className={styles.references} role="group" aria-label={t('studio:references.label')}>
        {references.map((reference) => (
          <ReferenceButton key={reference.pictureId} reference={reference} />
        ))}
        <AddButton />
      </div>
    </div>
  );
}

/** A button until it is pressed; its menu comes with the first press, so that the first script stays small. */
function ReferenceButton({ reference }: { readonly reference: Reference }) {
  const t = useWords();
  const [opened, setOpened] = useState(false);
  const { data: details, isError } = useQuery(pictureQuery(reference.pictureId));
  const gone = isError || details?.file.missing === true;
  const role = t(`studio:references.role.${reference.role}`);
  const title = details === undefined ? '' : pictureTitle(details.fullPrompt);
  const button = (
    <button
      type="button"
      className={styles.reference}
      aria-label={t('studio:references.name', { role, title })}
      aria-haspopup="menu"
      data-tip={title}
      onClick={() => setOpened(true)}
    >
      <span className={styles.picture}>
        {details === undefined || gone ? null : (
          <img src={thumbnailAddress(details.picture.sha256)} alt="" draggable={false} />
        )}
      </span>
      <span className={styles.caption}>{gone ? t('studio:references.gone') : role}</span>
    </button>
  );
  if (!opened) return button;
  return (
    <Suspense fallback={button}>
      <Menus
        label={t('studio:references.menu')}
        trigger={button}
        choice={{
          label: t('studio:references.use'),
          value: reference.role,
          choices: ROLES.map((value) => ({ value, label: t(`studio:references.roleLong.${value}`) })),
          onChange: (value) => changeRole(reference.pictureId, value),
        }}
        items={[
          {
            icon: Trash2,
            name: t('studio:references.remove'),
            act: () => removeReference(reference.pictureId),
          },
        ]}
      />
    </Suspense>
  );
}

function AddButton() {
  const t = useWords();
  const [opened, setOpened] = useState(false);
  const { data: settings } = useQuery(settingsQuery);
  const inStudio = settings?.studioPictureId ?? null;
  const pick = async (): Promise<void> => filesAsReferences(await pickFiles());
  const button = (
    <button
      type="button"
      className={styles.reference}
      aria-label={t('studio:references.add')}
      aria-haspopup={inStudio === null ? undefined : 'menu'}
      onClick={() => {
        // With one way to add there is nothing to choose between.
        if (inStudio === null) void pick();
        else setOpened(true);
      }}
    >
      <span className={styles.add}>
        <Icon of={Plus} />
      </span>
      <span className={styles.caption}>{t('studio:references.addShort')}</span>
    </button>
  );
  if (!opened || inStudio === null) return button;
  return (
    <Suspense fallback={button}>
      <Menus
        label={t('studio:references.add')}
        trigger={button}
        choice={null}
        items={[
          {
            icon: ImagePlus,
            name: t('studio:references.fromStudio'),
            act: () => addReferences([{ id: inStudio }], 'source'),
          },
          { icon: FolderOpen, name: t('studio:references.fromFiles'), act: () => void pick() },
        ]}
      />
    </Suspense>
  );
}
