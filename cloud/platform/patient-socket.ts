import { Socket } from 'node:net';

/** Longer than the server lets anything last, and than an unused connection is kept. */
const SILENCE_MS = 20_000;

/**
 * Connections to a server that give up on silence. A line that was cut without a word would else be waited on for as long as
 * the system likes, a quarter of an hour, and everything with it.
 */
export function patientSocket(silenceMs = SILENCE_MS): { readonly stream: () => Socket } {
  return {
    stream() {
      const socket = new Socket();
      return socket.setTimeout(silenceMs, () =>
        socket.destroy(new Error('Connection terminated: it was silent')),
      );
    },
  };
}
