/** One line of a benchmark. A figure with a limit says whether it passes. */
export interface BenchResult {
  readonly bench: string;
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  /** Against the baseline measured in the same run, where there is one. */
  readonly ratio?: number;
  readonly limit?: number;
  readonly pass?: boolean;
}

export function judge(result: Omit<BenchResult, 'pass'>): BenchResult {
  if (result.limit === undefined) return round(result);
  return { ...round(result), pass: (result.ratio ?? result.value) <= result.limit };
}

function round<Result extends Omit<BenchResult, 'pass'>>(result: Result): Result {
  const short = (value: number): number => Number(value.toPrecision(4));
  return {
    ...result,
    value: short(result.value),
    ...(result.ratio === undefined ? {} : { ratio: short(result.ratio) }),
  };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
