import { ORPCError } from '@orpc/server';
import type { OutageData } from '../../shared/contracts/desktop/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import { Outage } from '../platform/outage.ts';
import { accountProcedures } from './procedures/account.ts';
import { appProcedures } from './procedures/app.ts';
import { documentsProcedures } from './procedures/documents.ts';
import { candidatesProcedures, generationsProcedures } from './procedures/generations.ts';
import { libraryProcedures } from './procedures/library.ts';
import { providersProcedures } from './procedures/providers.ts';
import { settingsProcedures } from './procedures/settings.ts';
import { os, type Run } from './procedures/wire.ts';
import type { Nouns, RouterParts } from './router-parts.ts';

export type DesktopRouter = ReturnType<typeof createRouter>;

/**
 * The contract, answered by the nouns. Nothing is decided here: a noun's refusal becomes the contract's error of
 * the same code, an outage becomes `OUTAGE`, and anything else is a bug that the window sees as an incident.
 */
export function createRouter(parts: RouterParts) {
  const need = (): Nouns => {
    const nouns = parts.nouns();
    if (nouns === null) throw new ORPCError('TROUBLE', { defined: true });
    return nouns;
  };
  const run: Run = (work) => guard(parts.log, async () => work(need()));

  return os.router({
    app: appProcedures(parts),
    account: accountProcedures(run),
    settings: settingsProcedures(run),
    generations: generationsProcedures(run),
    candidates: candidatesProcedures(run),
    providers: providersProcedures(run),
    library: libraryProcedures(run),
    documents: documentsProcedures(run),
  });
}

/** The name, spelled once, of what an outage looks like on the wire. */
async function guard<Value>(log: Log, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Outage) {
      log.warn('outage', { reason: error.data.reason });
      throw new ORPCError<'OUTAGE', OutageData>('OUTAGE', { defined: true, data: error.data });
    }
    if (error instanceof ORPCError) throw error;
    log.error('bug', { error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' });
    throw error;
  }
}
