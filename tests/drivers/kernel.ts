import { readFileSync } from 'node:fs';
import type { KernelBackend } from '../../renderer/engine/kernel/backend.ts';
import { createWasmBackend } from '../../renderer/engine/kernel/wasm-backend.ts';
import { ensureKernelBuilt } from '../../scripts/build-kernel.ts';

const code = readFileSync(ensureKernelBuilt());

/** The kernel as Node has it: compiled from its sources when they changed. */
export function wasmBackend(): Promise<KernelBackend> {
  return createWasmBackend(code);
}
