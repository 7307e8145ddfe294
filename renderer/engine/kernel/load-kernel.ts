import type { KernelBackend } from './backend.ts';
import { createPlainBackend } from './plain-backend.ts';
import { createWasmBackend } from './wasm-backend.ts';

/** The compiled kernel, a file of the built window; not imported, so that the sources stand without what is built. */
const KERNEL_URL = new URL('../../../build/kernel/kernel.wasm', import.meta.url);

/** The fast backend, or the plain one where WebAssembly can't be had. */
export async function loadKernelBackend(): Promise<KernelBackend> {
  try {
    const response = await fetch(KERNEL_URL);
    if (!response.ok) return createPlainBackend();
    return await createWasmBackend(await response.arrayBuffer());
  } catch {
    return createPlainBackend();
  }
}
