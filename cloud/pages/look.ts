import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

const require = createRequire(import.meta.url);
const FONTS = ['inter-latin-opsz-normal.woff2', 'inter-latin-ext-opsz-normal.woff2'] as const;
const PACKAGE = '@fontsource-variable/inter/files/';

function own(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/**
 * What the pages are drawn with: the window's own tokens, its typeface and one of its pictures. Nothing comes from anywhere
 * else (P-53). Read once; a running service has no reason to see them change.
 */
export function lookRoutes(): Hono {
  const tokens = readFileSync(own('../../resources/look/tokens.css'), 'utf8').replaceAll(PACKAGE, '/look/');
  const files = new Map<string, { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }>();
  const put = (name: string, type: string, bytes: Uint8Array<ArrayBufferLike>): void =>
    void files.set(name, { type, bytes: new Uint8Array(bytes) });
  put(
    'pages.css',
    'text/css; charset=utf-8',
    Buffer.from(`${tokens}\n${readFileSync(own('./pages.css'), 'utf8')}`),
  );
  put('arches.webp', 'image/webp', readFileSync(own('../../resources/pictures/arches.webp')));
  put('icon.svg', 'image/svg+xml', readFileSync(own('../../resources/icons/mark.svg')));
  for (const font of FONTS) put(font, 'font/woff2', readFileSync(require.resolve(PACKAGE + font)));
  return new Hono().get('/look/:name', (c) => {
    const file = files.get(c.req.param('name'));
    if (file === undefined) return c.notFound();
    c.header('Content-Type', file.type);
    c.header('Cache-Control', 'public, max-age=3600');
    return c.body(file.bytes);
  });
}
