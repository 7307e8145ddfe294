import { useQuery } from '@tanstack/react-query';
import { Images, type LucideIcon, Trash2 } from 'lucide-react';
import { countQuery } from '../bridge/index.ts';
import { formatNumber, useWords } from '../text/index.ts';
import { Icon } from '../ui/index.ts';
import { showTrash, useLibrary } from './library-store.ts';
import styles from './library-view.module.css';

export function Filters() {
  const t = useWords();
  return (
    <nav className={styles.filters} aria-label={t('library:filters.label')} data-region="filters">
      <Filter trashed={false} icon={Images} name={t('library:filters.all')} />
      <Filter trashed icon={Trash2} name={t('library:filters.trash')} />
    </nav>
  );
}

interface FilterProps {
  readonly trashed: boolean;
  readonly icon: LucideIcon;
  readonly name: string;
}

function Filter({ trashed, icon, name }: FilterProps) {
  const t = useWords();
  const on = useLibrary((store) => store.trashed === trashed);
  const { data: count } = useQuery(countQuery({ words: '', trashed }));
  const total = count === undefined ? '' : formatNumber(count.total);
  return (
    <button
      type="button"
      className={styles.filter}
      aria-current={on ? 'true' : undefined}
      onClick={() => showTrash(trashed)}
    >
      <Icon of={icon} />
      <span className={styles.filterName}>{name}</span>{' '}
      <span className={styles.filterCount}>{count?.more ? t('library:filters.more', { total }) : total}</span>
    </button>
  );
}
