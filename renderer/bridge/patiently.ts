import { nextConnection } from './connection.ts';

const TRIES = 4;

/** A part of the window that cannot be fetched because the desktop is away is fetched when it is back. */
export async function patiently<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let tried = 1; ; tried++) {
    try {
      return await load();
    } catch (error) {
      if (tried === TRIES) throw error;
      await nextConnection();
    }
  }
}
