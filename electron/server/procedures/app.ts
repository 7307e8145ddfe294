import type { RouterParts } from '../router-parts.ts';
import { os } from './wire.ts';

export function appProcedures(parts: RouterParts) {
  return {
    state: os.app.state.handler(() => parts.state()),
    retryOpen: os.app.retryOpen.handler(() => parts.retryOpen()),
    setAside: os.app.setAside.handler(async ({ errors }) => {
      const state = await parts.setAside();
      if (state === null) throw errors.NOT_POSSIBLE();
      return state;
    }),
    changes: os.app.changes.handler(({ signal }) => parts.changes.subscribe(signal)),
    progress: os.app.progress.handler(({ signal }) => parts.progress.subscribe(signal)),
  };
}
