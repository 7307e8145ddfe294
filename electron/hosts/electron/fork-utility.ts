import { fileURLToPath } from 'node:url';
import type { UtilityProcess } from 'electron';
import type { ForkedProcess, ForkOptions } from '../../platform/host.ts';

interface UtilityForker {
  fork(modulePath: string, args?: string[], options?: Electron.ForkOptions): UtilityProcess;
}

/** A child in Electron's own utility process: `child_process` would need the run-as-Node fuse, which is off. */
export function forkUtility(utility: UtilityForker, entry: URL, options: ForkOptions): ForkedProcess {
  const child = utility.fork(fileURLToPath(entry), [], {
    execArgv: [...options.execArgv],
    env: { ...options.env },
    stdio: 'ignore',
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
}
