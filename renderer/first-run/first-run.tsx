import { useEffect, useState } from 'react';
import arches from '../../resources/pictures/arches.webp';
import collage from '../../resources/pictures/collage.webp';
import { useWords } from '../text/index.ts';
import { ComputerStep } from './computer-step.tsx';
import styles from './first-run.module.css';
import { WayStep } from './way-step.tsx';

/** Two steps: how pictures are made, and where they are kept. No account, and nothing is asked twice. */
export function FirstRun() {
  const t = useWords();
  const [modelId, setModelId] = useState<string | null>(null);
  useEffect(() => {
    document.title = t('firstRun:windowTitle');
  }, [t]);
  const first = modelId === null;
  const title = first ? t('firstRun:arches') : t('firstRun:collage');
  return (
    <main className={styles.welcome}>
      <div className={styles.side}>
        {first ? (
          <WayStep onChosen={setModelId} />
        ) : (
          <ComputerStep modelId={modelId} onBack={() => setModelId(null)} />
        )}
      </div>
      <div className={styles.art}>
        <figure key={title} className={styles.figure}>
          <img className={styles.picture} src={first ? arches : collage} alt="" />
          <figcaption className={styles.caption}>{title}</figcaption>
        </figure>
      </div>
    </main>
  );
}
