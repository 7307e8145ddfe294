/** Solves a small system of linear equations by elimination with pivots. Null when it has no single answer. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  // Each row with its right side behind it.
  const rows = Array.from({ length: size }, (_, at) => [
    ...matrix.subarray(at * size, (at + 1) * size),
    right[at] ?? 0,
  ]);
  for (let column = 0; column < size; column++) {
    const pivot = largestFrom(rows, column);
    const head = rows[pivot]?.[column] ?? 0;
    if (!(Math.abs(head) > 1e-9)) return null;
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    for (let row = 0; row < size; row++)
      if (row !== column) subtract(rows[row] ?? [], rows[column] ?? [], (rows[row]?.[column] ?? 0) / head);
  }
  return Float64Array.from(rows, (row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

function largestFrom(rows: readonly (readonly number[])[], column: number): number {
  let pivot = column;
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
  return pivot;
}

function subtract(from: number[], row: readonly number[], factor: number): void {
  for (let at = 0; at < row.length; at++) from[at] = (from[at] ?? 0) - factor * (row[at] ?? 0);
}
