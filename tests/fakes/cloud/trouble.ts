export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A bad day: an answer of another's, or none. With `lose` and `cut` what was asked for has been done all the same. */
export type Trouble = Answer | 'hang' | 'lose' | 'cut' | 'huge';

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export const page = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<title>Welcome to the hotel</title>',
});

export const led = (to: string): Answer => ({ status: 302, headers: { location: to } });
