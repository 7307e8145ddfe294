import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

/** What the authorization server says itself to a person, where no desktop can be told. */
export interface OwnPages {
  /** The address is not one that a desktop made. */
  refused(): string;
  tooMany(retryAfterMs: number): string;
  /** A part of the service is away. */
  away(): string;
  /** A fault of ours, by the number it has in the log. */
  broken(incident: string): string;
}

type Context = Parameters<Parameters<Provider['use']>[0]>[0] | KoaContextWithOIDC;

/** A browser is answered with a page, everything else with JSON; also where the library had an answer of its own already. */
export function say(ctx: Context, status: number, page: () => string, otherwise: object): void {
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  const html = ctx.accepts('json', 'html') === 'html';
  ctx.type = html ? 'html' : 'json';
  ctx.body = html ? page() : otherwise;
}
