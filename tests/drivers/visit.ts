import { request } from 'node:http';

export interface Visited {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * Opens an address as a browser does that a person, or a page they were on, sent there. Node's own `fetch` always says that
 * it is a script of some page.
 */
export function visit(
  address: URL | string,
  change: {
    readonly method?: string;
    readonly path?: string;
    /** Null leaves one out. */
    readonly headers?: Readonly<Record<string, string | null>>;
  } = {},
): Promise<Visited> {
  const url = new URL(address);
  const all: Readonly<Record<string, string | null>> = {
    host: url.host,
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-fetch-site': 'cross-site',
    ...change.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
  const options = { host: url.hostname, port: url.port, path: change.path ?? url.pathname + url.search };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, method: change.method ?? 'GET', headers, agent: false }, (answer) => {
      answer.resume();
      const pairs = Object.entries(answer.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as [string, string]] : [],
      );
      resolve({ status: answer.statusCode ?? 0, headers: new Headers(pairs) });
    });
    sent.on('error', reject);
    sent.end();
  });
}
