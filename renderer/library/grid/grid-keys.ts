import type { Picture } from '../../../shared/contracts/desktop/index.ts';
import type { LaidRow, Layout } from './lay-out.ts';

/** Where a key leads from a picture, or null when the key is not one that moves. */
export function pictureAfterKey(key: string, from: string | null, layout: Layout): Picture | null {
  const rows = layout.days.flatMap((day) => day.rows);
  const at = rows.findIndex((row) => row.pictures.some(({ picture }) => picture.id === from));
  const row = rows[at];
  if (row === undefined) return isMove(key) ? (rows[0]?.pictures[0]?.picture ?? null) : null;
  const column = row.pictures.findIndex(({ picture }) => picture.id === from);
  switch (key) {
    case 'ArrowLeft':
      return (row.pictures[column - 1] ?? rows[at - 1]?.pictures.at(-1))?.picture ?? null;
    case 'ArrowRight':
      return (row.pictures[column + 1] ?? rows[at + 1]?.pictures[0])?.picture ?? null;
    case 'ArrowUp':
      return nearest(rows[at - 1], row, column);
    case 'ArrowDown':
      return nearest(rows[at + 1], row, column);
    case 'Home':
      return row.pictures[0]?.picture ?? null;
    case 'End':
      return row.pictures.at(-1)?.picture ?? null;
    case 'PageUp':
      return nearest(rows[Math.max(0, at - 4)], row, column);
    case 'PageDown':
      return nearest(rows[Math.min(rows.length - 1, at + 4)], row, column);
    default:
      return null;
  }
}

function isMove(key: string): boolean {
  return /^(Arrow|Home|End|Page)/.test(key);
}

/** The picture in another row whose middle is nearest to this one's. */
function nearest(row: LaidRow | undefined, from: LaidRow, column: number): Picture | null {
  const start = from.pictures[column];
  if (row === undefined || start === undefined) return null;
  const middle = start.left + start.width / 2;
  const distance = (each: LaidRow['pictures'][number]): number =>
    Math.abs(each.left + each.width / 2 - middle);
  return row.pictures.reduce((best, each) => (distance(each) < distance(best) ? each : best)).picture;
}
