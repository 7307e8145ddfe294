import type { KernelBackend } from './backend.ts';

const PAGE_BYTES = 65_536;

/** Compiled code, or the bytes of it (scripts/build-kernel.ts makes them from kernel/assembly). */
export async function createWasmBackend(code: WebAssembly.Module | BufferSource): Promise<KernelBackend> {
  const module = code instanceof WebAssembly.Module ? code : await WebAssembly.compile(code);
  const { exports } = await WebAssembly.instantiate(module, {
    // Assertions are compiled out; the compiler still may ask for their handler.
    env: { abort: () => undefined },
  });
  const { memory, run } = exports;
  if (!(memory instanceof WebAssembly.Memory) || !isRun(run)) throw new Error('This is not the kernel.');
  return {
    name: 'wasm',
    buffer: () => memory.buffer,
    reserve: (bytes) => {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    },
    run,
  };
}

function isRun(value: unknown): value is KernelBackend['run'] {
  return typeof value === 'function';
}
