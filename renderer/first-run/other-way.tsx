import { ChevronRight, type LucideIcon } from 'lucide-react';
import { Icon } from '../ui/index.ts';
import styles from './first-run.module.css';

interface OtherWayProps {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly text: string;
  /** It opens something beneath itself, and whether that is open. */
  readonly expanded?: boolean;
  readonly off?: boolean;
  readonly onChoose: () => void;
}

/** A quieter way than the first one. */
export function OtherWay({ icon, name, text, expanded, off = false, onChoose }: OtherWayProps) {
  return (
    <button
      type="button"
      className={styles.other}
      aria-expanded={expanded}
      aria-disabled={off || undefined}
      onClick={() => {
        if (!off) onChoose();
      }}
    >
      <Icon of={icon} />
      <span>
        <span className={styles.name}>{name}</span>
        <span className={styles.note}>{text}</span>
      </span>
      <Icon of={ChevronRight} />
    </button>
  );
}
