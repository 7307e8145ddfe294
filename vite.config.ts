import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ensureKernelBuilt } from './scripts/build-kernel.ts';

/**
 * The page is served by the desktop under a strict CSP: nothing may become a `data:` address (`img-src` is
 * `'self' blob:`), and the loopback server keeps `/assets/` for originals, so the page's own files are in `/app/`.
 */
export default defineConfig({
  root: 'renderer',
  base: '/',
  publicDir: false,
  plugins: [
    react(),
    // The window carries the compiled kernel as a file of its own; every way to build the window comes by here.
    { name: 'kernel', buildStart: () => void ensureKernelBuilt() },
  ],
  build: {
    outDir: '../build/renderer',
    emptyOutDir: true,
    assetsDir: 'app',
    assetsInlineLimit: 0,
    target: 'chrome130',
    modulePreload: { polyfill: false },
  },
});
