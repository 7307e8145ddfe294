import styles from './progress.module.css';

interface RingProps {
  /** 0 to 1, or null when nobody knows. */
  readonly fraction: number | null;
}

export function ProgressRing({ fraction }: RingProps) {
  return (
    <svg className={styles.ring} viewBox="0 0 16 16" aria-hidden="true">
      <circle className={styles.track} cx="8" cy="8" r="6.5" />
      {fraction === null ? null : (
        <circle
          className={styles.done}
          cx="8"
          cy="8"
          r="6.5"
          pathLength="100"
          strokeDasharray={`${Math.round(fraction * 100)} 100`}
        />
      )}
    </svg>
  );
}

interface BarProps extends RingProps {
  readonly label: string;
}

export function ProgressBar({ fraction, label }: BarProps) {
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(fraction === null ? {} : { 'aria-valuenow': Math.round(fraction * 100) })}
    >
      <span className={styles.fill} style={{ width: `${(fraction ?? 0) * 100}%` }} />
    </div>
  );
}
