import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

let possible: boolean | null = null;

/** Whether this machine lets us mount a small disk: the superuser on Linux, and not in every container. */
export function canMount(): boolean {
  possible ??= tryMount();
  return possible;
}

function tryMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'gesso-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** A disk of this size on that folder until the test ends. */
export function mountTmpfs(folder: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  // Lazily, since a failed test may still hold a file open there.
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
}

/** A disk that fills: what is left of it goes into one file, which is the person's to delete. */
export function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast');
  try {
    writeFileSync(ballast, Buffer.alloc(64_000_000, 1));
  } catch {
    // Written until it was full, which is the point.
  }
  return () => rmSync(ballast);
}

export function remount(folder: string, mode: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${mode}`, folder]);
}
