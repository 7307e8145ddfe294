import { ArrowRight } from 'lucide-react';
import type { Picture, PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import { thumbnailAddress } from '../../bridge/index.ts';
import { pictureTitle, useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import { selectOne } from '../library-store.ts';
import styles from './details-pane.module.css';

/** Parents, this picture with the siblings of its run, and children. */
export function LineageBlock({ details }: { readonly details: PictureDetails }) {
  const t = useWords();
  const { parents, siblings, children, picture } = details;
  if (parents.length + siblings.length + children.length === 0) return null;
  const counts = [
    ...(parents.length > 0 ? [t('library:details.parents', { count: parents.length })] : []),
    ...(siblings.length > 0 ? [t('library:details.siblings', { count: siblings.length })] : []),
    ...(children.length > 0 ? [t('library:details.children', { count: children.length })] : []),
  ];
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <h3>{t('library:details.lineage')}</h3>
        <span className={styles.count}>{counts.join(', ')}</span>
      </div>
      <ul className={styles.lineage} aria-label={t('library:details.lineage')}>
        {parents.map((each) => (
          <Relative
            key={each.id}
            picture={each}
            name={t('library:details.parent', { title: pictureTitle(each.prompt) })}
          />
        ))}
        <li className={styles.arrow}>
          {parents.length > 0 ? <Icon of={ArrowRight} size={12} /> : null}
          <span className={`${styles.relative} ${styles.this}`}>
            <img src={thumbnailAddress(picture.sha256)} alt={t('library:details.this')} />
          </span>
          {children.length > 0 ? <Icon of={ArrowRight} size={12} /> : null}
        </li>
        {children.map((each) => (
          <Relative
            key={each.id}
            picture={each}
            name={t('library:details.child', { title: pictureTitle(each.prompt) })}
          />
        ))}
        {siblings.map((each) => (
          <Relative
            key={each.id}
            picture={each}
            name={t('library:details.sibling', { title: pictureTitle(each.prompt) })}
          />
        ))}
      </ul>
    </div>
  );
}

function Relative({ picture, name }: { readonly picture: Picture; readonly name: string }) {
  return (
    <li>
      <button
        type="button"
        className={styles.relative}
        aria-label={name}
        data-tip={name}
        onClick={() => selectOne(picture.id)}
      >
        <img src={thumbnailAddress(picture.sha256)} alt="" />
      </button>
    </li>
  );
}
