// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand inside a virtualised grid, which table elements cannot be.
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { dayCountsQuery, settingsQuery } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { useSize } from '../../ui/index.ts';
import { useLibrary } from '../library-store.ts';
import type { Wall } from '../use-wall.ts';
import { DaySection } from './day-section.tsx';
import { layOut } from './lay-out.ts';
import styles from './picture-grid.module.css';
import { useGridKeys } from './use-grid-keys.ts';

const SIDE = 12;
/** Below this window width rows are lower, as the design's measures say: 100 where 124 is usual. */
const NARROW = 1200;
const NARROW_SHARE = 100 / 124;
/** Lines drawn beyond the edge, so that a flick of the wheel meets pictures. */
const OVERSCAN = 6;
/** The next page is asked for this many lines before the end. */
const AHEAD = 12;

export function PictureGrid({ wall }: { readonly wall: Wall }) {
  const t = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const { data: settings } = useQuery(settingsQuery);
  const width = Math.max(0, (size?.width ?? 0) - SIDE * 2);
  const rowHeight = (settings?.rowHeight ?? 124) * (innerWidth < NARROW ? NARROW_SHARE : 1);
  const { pictures, loadMore } = wall;
  const layout = useMemo(() => layOut(pictures, width, rowHeight), [pictures, width, rowHeight]);
  const virtual = useVirtualizer({
    count: layout.lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => layout.lines[index]?.height ?? rowHeight,
    overscan: OVERSCAN,
    // The sticky heading covers this much at the top, and the selection bar as much at the bottom.
    scrollPaddingStart: 48,
    scrollPaddingEnd: 72,
    paddingEnd: 72,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new layout makes every measured height old.
  useEffect(() => virtual.measure(), [layout]);
  // What is found is looked at from its beginning, wherever the wall stood before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is the only reason to go to the top.
  useEffect(() => virtual.scrollToOffset(0), [wall.query]);
  const lines = virtual.getVirtualItems();
  const lastLine = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastLine >= layout.lines.length - AHEAD) loadMore();
  }, [lastLine, layout, loadMore]);
  const lead = useLibrary((store) => store.lead);
  const focusable = pictures.some((picture) => picture.id === lead) ? lead : (pictures[0]?.id ?? null);
  const onKeyDown = useGridKeys(wall, layout, (line) => virtual.scrollToIndex(line, { align: 'auto' }));
  const shown = visibleRows(lines.map((line) => layout.lines[line.index]));
  const days = [...shown.keys()].flatMap((day) => layout.days[day]?.day ?? []);
  const { data: counts } = useQuery(dayCountsQuery(wall.query, days));
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={t('common:view.library')}
      aria-multiselectable="true"
      aria-rowcount={layout.lines.length}
      data-region="grid"
      onKeyDown={onKeyDown}
    >
      <div className={styles.wall} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {[...shown].map(([index, rows]) => {
          const day = layout.days[index];
          if (day === undefined) return null;
          return (
            <DaySection
              key={day.day}
              day={day}
              rows={rows}
              count={counts?.[day.day] ?? null}
              focusable={focusable}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The days in sight and, of each, the rows to draw. */
function visibleRows(
  lines: readonly ({ readonly day: number; readonly row: number | null } | undefined)[],
): ReadonlyMap<number, readonly number[]> {
  const days = new Map<number, number[]>();
  for (const line of lines) {
    if (line === undefined) continue;
    const rows = days.get(line.day) ?? [];
    if (line.row !== null) rows.push(line.row);
    days.set(line.day, rows);
  }
  return days;
}
