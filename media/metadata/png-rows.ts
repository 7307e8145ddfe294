/**
 * Takes the five filters off the rows of a PNG.
 * @param filtered inflated IDAT data: one filter byte and `width * bytesPerPixel` bytes a row
 * @returns the rows without filter bytes; null when the length is wrong or a filter is none of the five
 * @source PNG specification, third edition, section 9
 */
export function unfilteredRows(
  filtered: Uint8Array,
  size: { readonly width: number; readonly height: number },
  bytesPerPixel: number,
): Uint8Array | null {
  const stride = size.width * bytesPerPixel;
  if (filtered.length !== (stride + 1) * size.height) return null;
  const rows = new Uint8Array(stride * size.height);
  for (let row = 0; row < size.height; row++) {
    const filter = filtered[row * (stride + 1)] ?? 0;
    if (filter > 4) return null;
    const from = row * (stride + 1) + 1;
    const to = row * stride;
    for (let at = 0; at < stride; at++) {
      const left = at < bytesPerPixel ? 0 : (rows[to + at - bytesPerPixel] ?? 0);
      const above = row === 0 ? 0 : (rows[to + at - stride] ?? 0);
      const corner = row === 0 || at < bytesPerPixel ? 0 : (rows[to + at - stride - bytesPerPixel] ?? 0);
      rows[to + at] = (filtered[from + at] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const offLeft = Math.abs(guess - left);
  const offAbove = Math.abs(guess - above);
  const offCorner = Math.abs(guess - corner);
  if (offLeft <= offAbove && offLeft <= offCorner) return left;
  return offAbove <= offCorner ? above : corner;
}
