import type { Picture } from '../../../shared/contracts/desktop/index.ts';

export const GAP = 4;
export const DAY_HEADING = 42;
/** A row may grow this much to fill the width; a row of one narrow picture is not blown up further. */
const STRETCH_MAX = 1.7;

export interface LaidPicture {
  readonly picture: Picture;
  readonly left: number;
  readonly width: number;
}

export interface LaidRow {
  /** From the top of its day. */
  readonly top: number;
  readonly height: number;
  readonly pictures: readonly LaidPicture[];
}

export interface LaidDay {
  readonly day: string;
  /** From the top of the grid. */
  readonly top: number;
  readonly height: number;
  readonly rows: readonly LaidRow[];
}

/** One line of the grid, as the virtualiser counts them. */
export interface Line {
  readonly day: number;
  /** Null for the day's heading. */
  readonly row: number | null;
  readonly height: number;
}

export interface Layout {
  readonly days: readonly LaidDay[];
  readonly lines: readonly Line[];
}

/** Rows of equal height inside a row, filled to the width; the last row of a day keeps its natural size. */
export function layOut(pictures: readonly Picture[], width: number, rowHeight: number): Layout {
  const days: LaidDay[] = [];
  const lines: Line[] = [];
  let top = 0;
  for (const group of groupByDay(pictures)) {
    const rows = layOutDay(group, width, rowHeight);
    const last = rows.at(-1);
    const height = last === undefined ? DAY_HEADING : last.top + last.height + GAP;
    const day = days.length;
    lines.push({ day, row: null, height: DAY_HEADING });
    lines.push(...rows.map((row, index) => ({ day, row: index, height: row.height + GAP })));
    days.push({ day: group[0]?.day ?? '', top, height, rows });
    top += height;
  }
  return { days, lines };
}

function groupByDay(pictures: readonly Picture[]): readonly (readonly Picture[])[] {
  const groups: Picture[][] = [];
  for (const picture of pictures) {
    const last = groups.at(-1);
    if (last?.[0]?.day === picture.day) last.push(picture);
    else groups.push([picture]);
  }
  return groups;
}

function layOutDay(pictures: readonly Picture[], width: number, rowHeight: number): readonly LaidRow[] {
  const rows: LaidRow[] = [];
  let top = DAY_HEADING;
  let row: Picture[] = [];
  let natural = 0;
  const close = (isLast: boolean): void => {
    const free = width - GAP * (row.length - 1);
    const fill = free / natural;
    const scale = isLast ? Math.min(1, fill) : Math.min(STRETCH_MAX, fill);
    const laid = placeRow(row, top, rowHeight * scale);
    rows.push(laid);
    top += laid.height + GAP;
  };
  for (const picture of pictures) {
    const wide = naturalWidth(picture, rowHeight);
    if (row.length > 0 && natural + wide + GAP * row.length > width) {
      close(false);
      row = [];
      natural = 0;
    }
    row.push(picture);
    natural += wide;
  }
  if (row.length > 0) close(true);
  return rows;
}

function naturalWidth(picture: Picture, rowHeight: number): number {
  return (picture.width / picture.height) * rowHeight;
}

function placeRow(pictures: readonly Picture[], top: number, height: number): LaidRow {
  let left = 0;
  const laid = pictures.map((picture) => {
    const width = naturalWidth(picture, height);
    const place = { picture, left, width };
    left += width + GAP;
    return place;
  });
  return { top, height, pictures: laid };
}
