import { Unplug } from 'lucide-react';
import { useConnection } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import styles from './frame.module.css';

/** While the desktop process does not answer, everything shown may be old, and nothing can be asked. */
export function AwayBanner() {
  const t = useWords();
  const state = useConnection((connection) => connection.state);
  if (state !== 'away' && state !== 'ended') return null;
  return (
    <div className={styles.banner} role="status">
      <Icon of={Unplug} />
      <span>
        <strong>{t(`faults:${state}.title`)}</strong> {t(`faults:${state}.banner`)}
      </span>
    </div>
  );
}
