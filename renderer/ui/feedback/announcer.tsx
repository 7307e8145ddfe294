import { create } from 'zustand';
import styles from '../text.module.css';

interface Announcement {
  readonly text: string;
  readonly number: number;
}

const useAnnouncement = create<Announcement>(() => ({ text: '', number: 0 }));

/** Tells a person who listens, without moving anything: queue changes, candidates ready. */
export function announce(text: string): void {
  useAnnouncement.setState(({ number }) => ({ text, number: number + 1 }));
}

/** A repeated sentence is a new node, so that it is read again. */
export function Announcer() {
  const { text, number } = useAnnouncement();
  return (
    <div className={styles.hidden} aria-live="polite">
      <span key={number}>{text}</span>
    </div>
  );
}
