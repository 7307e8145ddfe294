import type { CustomFetch } from 'openid-client';
import { type Bounds, boundedFetch } from '../platform/bounded-fetch.ts';

/** The bounded fetch in the shape that openid-client calls, where a body may be there without being anything. */
export function outsideFetch(fetchIt: typeof globalThis.fetch, bounds: Bounds): CustomFetch {
  const bounded = boundedFetch(fetchIt, bounds);
  return (url, { body, signal, ...rest }) =>
    bounded(url, {
      ...rest,
      ...(body == null ? {} : { body: body instanceof Uint8Array ? new Uint8Array(body) : body }),
      ...(signal == null ? {} : { signal }),
    });
}
