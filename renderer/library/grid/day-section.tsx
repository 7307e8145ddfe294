// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand inside a virtualised grid, which table elements cannot be.
import { formatDay, formatNumber, nearDay, useWords } from '../../text/index.ts';
import type { LaidDay } from './lay-out.ts';
import { PictureCell } from './picture-cell.tsx';
import styles from './picture-grid.module.css';

interface DaySectionProps {
  readonly day: LaidDay;
  /** Indexes of the rows in sight. */
  readonly rows: readonly number[];
  readonly count: number | null;
  readonly focusable: string | null;
}

/** One day: a heading that sticks while its pictures pass, and the rows in sight at their own places. */
export function DaySection({ day, rows, count, focusable }: DaySectionProps) {
  const t = useWords();
  const near = nearDay(day.day, Date.now());
  const name = near === null ? formatDay(day.day) : t(`library:day.${near}`);
  return (
    <div
      role="rowgroup"
      aria-label={name}
      className={styles.day}
      style={{ top: day.top, height: day.height }}
    >
      <div role="row" className={styles.heading} tabIndex={-1}>
        <div role="rowheader" className={styles.headingCell} tabIndex={-1}>
          <span className={styles.dayName}>{name}</span>
          {count === null ? null : <span className={styles.dayCount}>{formatNumber(count)}</span>}
        </div>
      </div>
      {rows.map((index) => {
        const row = day.rows[index];
        if (row === undefined) return null;
        return (
          <div
            key={row.pictures[0]?.picture.id ?? index}
            role="row"
            className={styles.row}
            style={{ top: row.top, height: row.height }}
            tabIndex={-1}
          >
            {row.pictures.map((laid) => (
              <PictureCell key={laid.picture.id} laid={laid} focusable={laid.picture.id === focusable} />
            ))}
          </div>
        );
      })}
    </div>
  );
}
