import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Fork } from './pool.ts';

/** A child over Node's own channel; structured clone, so that bytes stay bytes. It sees nothing of our environment. */
export const forkNode: Fork = (entry, options) => {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: [...options.execArgv],
    env: { ...options.env },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.on('exit', (code) => listener(code));
      child.on('error', () => listener(null));
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
