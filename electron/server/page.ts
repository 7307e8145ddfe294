import { readFile, realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pagePolicy } from './headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface PageFacts {
  readonly nonce: string;
  readonly theme: string;
}

/** The studio's page: the built index with this answer's nonce and the person's theme written in. */
export async function servePage(response: ServerResponse, folder: string, facts: PageFacts): Promise<void> {
  const template = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
  if (template === null) {
    response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('The window is not built yet. Run: npm run build:window\n');
    return;
  }
  const html = template.replaceAll('__NONCE__', facts.nonce).replaceAll('__THEME__', facts.theme);
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': pagePolicy(facts.nonce),
    'Cache-Control': 'no-store',
  });
  response.end(html);
}

/** One file of the built window; false when there is none of that name inside the folder. */
export async function serveBuilt(response: ServerResponse, folder: string, path: string): Promise<boolean> {
  if (!/^\/[A-Za-z0-9_./-]{1,200}$/.test(path) || path.includes('..')) return false;
  const inside = await realpath(folder).catch(() => null);
  const file = await realpath(join(folder, path)).catch(() => null);
  if (inside === null || file === null || !file.startsWith(inside + sep)) return false;
  const type = TYPES[extname(file)];
  const info = await stat(file).catch(() => null);
  if (type === undefined || info === null || !info.isFile()) return false;
  const bytes = await readFile(file);
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': bytes.byteLength,
    // Vite's names carry a hash of the content, except for the index, which is served above.
    'Cache-Control': path.startsWith('/app/') ? 'private, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(bytes);
  return true;
}
