import { ChevronDown, Copy, ImageDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { addressOf, type Exporting, showExport, usePlace } from '../../bridge/index.ts';
import { studioSubject, useAccepted, useOpenDocument } from '../../studio/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, Mark } from '../../ui/index.ts';
import { JobsPill } from '../jobs/jobs-pill.tsx';
import { copyPicture, views } from '../views.ts';
import { AccountButton } from './account-button.tsx';
import styles from './top-bar.module.css';

const GessoMenu = lazy(views.menu);
const DocumentMenu = lazy(views.documentMenu);

const VIEWS = [
  { view: 'studio', address: addressOf({ view: 'studio' }), keys: 'Alt 1' },
  { view: 'library', address: addressOf({ view: 'library', pictureIds: [] }), keys: 'Alt 2' },
] as const;

export function TopBar() {
  const t = useWords();
  const place = usePlace();
  return (
    <header className={styles.top} data-region="top">
      <div className={styles.lead}>
        <MarkButton />
        {place.view === 'studio' ? (
          <PictureName />
        ) : (
          <span className={styles.name}>{t(`common:view.${place.view}`)}</span>
        )}
      </div>
      <nav className={styles.views} aria-label={t('common:view.label')}>
        {VIEWS.map(({ view, address, keys }) => (
          <a
            key={view}
            className={styles.view}
            href={address}
            aria-current={place.view === view ? 'page' : undefined}
            data-tip={t(`common:view.${view}`)}
            data-tip-keys={keys}
          >
            {t(`common:view.${view}`)}
          </a>
        ))}
      </nav>
      <div className={styles.trail}>
        <JobsPill />
        <AccountButton />
      </div>
    </header>
  );
}

function PictureName() {
  const t = useWords();
  const accepted = useAccepted();
  const open = useOpenDocument();
  if (open !== null) {
    return (
      <>
        <DocumentName name={open.name} />
        <span className={styles.saved} role="status" data-trouble={open.saving === 'not-saved' || undefined}>
          {t(open.saving === 'not-saved' ? 'tools:notSaved' : `tools:${open.saving}`)}
        </span>
        <PictureActs />
      </>
    );
  }
  if (accepted === null) return <span className={styles.name}>{t('common:view.studio')}</span>;
  return (
    <>
      <span className={styles.name}>{accepted.title}</span>
      <span className={styles.saved}>{t('studio:canvas.saved')}</span>
      <PictureActs />
    </>
  );
}

function DocumentName({ name }: { readonly name: string }) {
  const t = useWords();
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className={styles.document}
      aria-label={t('documents:menu', { name })}
      aria-haspopup="menu"
      onClick={wanted ? undefined : () => setWanted(true)}
    >
      <span className={styles.name}>{name}</span>
      <Icon of={ChevronDown} size={14} />
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <DocumentMenu trigger={button} />
    </Suspense>
  );
}

function PictureActs() {
  const t = useWords();
  const act = (does: (of: Exporting) => void) => () => {
    const subject = studioSubject();
    if (subject !== null) does(subject);
  };
  return (
    <span className={styles.acts}>
      <IconButton label={t('export:copy.button')} onClick={act((of) => void copyPicture(of))}>
        <Icon of={Copy} />
      </IconButton>
      <IconButton
        label={t('export:open')}
        keys={t('common:keys.export')}
        aria-haspopup="dialog"
        onClick={act(showExport)}
      >
        <Icon of={ImageDown} />
      </IconButton>
    </span>
  );
}

/** The menu's machinery is fetched when it is first opened; until then a plain button stands in its place. */
function MarkButton() {
  const t = useWords();
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className={styles.mark}
      aria-label={t('common:menu.label')}
      aria-haspopup="menu"
      onClick={wanted ? undefined : () => setWanted(true)}
    >
      <Mark />
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <GessoMenu trigger={button} />
    </Suspense>
  );
}
