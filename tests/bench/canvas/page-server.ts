import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ensureKernelBuilt } from '../../../scripts/build-kernel.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PAGES = {
  gesso: 'tests/bench/canvas/gesso-page.ts',
  konva: 'tests/bench/baselines/konva-page.ts',
  'konva-layers': 'tests/bench/baselines/konva-layers-page.ts',
  fabric: 'tests/bench/baselines/fabric-page.ts',
};

export type PageName = keyof typeof PAGES;

export interface PageServer {
  readonly origin: string;
  /** So many bytes that pages will post to an address, in order; whole once the last post was answered. */
  expect(path: string, length: number): Buffer;
  close(): void;
}

/** Serves a page for each engine on loopback, isolated as the studio is, and keeps the bytes that they post. */
export async function startPageServer(folder: string): Promise<PageServer> {
  const entryPoints = Object.entries(PAGES).map(([out, file]) => ({ in: file, out }));
  await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'chrome130',
    minify: true,
    logLevel: 'warning',
  });
  const kernel = readFileSync(ensureKernelBuilt());
  const expected = new Map<string, { readonly bytes: Buffer; length: number }>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    // Without these two the clock's steps are too coarse for what is measured.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    if (request.method === 'POST') {
      const into = expected.get(path);
      request.on('data', (chunk: Buffer) => {
        if (into !== undefined) into.length += chunk.copy(into.bytes, into.length);
      });
      request.on('end', () => response.writeHead(into === undefined ? 404 : 200).end());
      return;
    }
    const name = path.slice(1);
    if (name === 'kernel.wasm') response.setHeader('Content-Type', 'application/wasm').end(kernel);
    else if (name in PAGES) response.setHeader('Content-Type', 'text/html').end(pageOf(name));
    else if (name.replace('.js', '') in PAGES)
      response.setHeader('Content-Type', 'text/javascript').end(readFileSync(`${folder}/${name}`));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    expect(path, length) {
      const bytes = Buffer.allocUnsafe(length);
      expected.set(path, { bytes, length: 0 });
      return bytes;
    },
    close: () => void server.close(),
  };
}

function pageOf(name: string): string {
  return `<!doctype html><title>${name}</title><body style="margin:0"><script type="module" src="/${name}.js"></script>`;
}
