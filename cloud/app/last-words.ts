import { Outage } from '../platform/outage.ts';

/**
 * What is said of an error that ends the process. A statement that failed brings its values along, and those are a person's; the
 * words at the bottom of it say what was wrong without them.
 */
export function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error instanceof Outage) return `The ${error.part} can not be reached: ${bottomOf(error).message}`;
  if (!('params' in error)) return error.stack ?? error.message;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`A statement of the database failed: ${bottomOf(error).message}`, ...frames].join('\n');
}

function bottomOf(error: Error): Error {
  return error.cause instanceof Error ? bottomOf(error.cause) : error;
}
