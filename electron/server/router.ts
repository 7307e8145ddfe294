import { implement, ORPCError } from '@orpc/server';
import {
  type AppState,
  type Change,
  desktopContract,
  type OutageData,
  type Progress,
} from '../../shared/contracts/desktop/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import type { Documents } from '../documents/index.ts';
import type { Frames } from '../frames/index.ts';
import type { Candidates, Generations, Providers } from '../generations/index.ts';
import type { Library } from '../library/index.ts';
import type { Hub } from '../platform/hub.ts';
import { Outage } from '../platform/outage.ts';
import type { SettingsNoun } from '../settings/index.ts';

/** The nouns that need an open library. Absent while `app.state` shows trouble. */
export interface Nouns {
  readonly settings: SettingsNoun;
  readonly generations: Generations;
  readonly candidates: Candidates;
  readonly providers: Providers;
  readonly library: Library;
  readonly documents: Documents;
  readonly frames: Frames;
}

export interface RouterParts {
  readonly nouns: () => Nouns | null;
  readonly state: () => AppState;
  readonly retryOpen: () => Promise<AppState>;
  /** Null when there is nothing to put aside. */
  readonly setAside: () => Promise<AppState | null>;
  readonly changes: Hub<Change>;
  readonly progress: Hub<Progress>;
  readonly log: Log;
}

const os = implement(desktopContract);

/** Does a noun's work, or answers with trouble or an outage. */
type Run = <Value>(work: (nouns: Nouns) => Promise<Value>) => Promise<Value>;

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
    settings: settingsProcedures(run),
    generations: generationsProcedures(run),
    candidates: candidatesProcedures(run),
    providers: providersProcedures(run),
    library: libraryProcedures(run),
    documents: documentsProcedures(run),
  });
}

function appProcedures(parts: RouterParts) {
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

function settingsProcedures(run: Run) {
  return {
    get: os.settings.get.handler(() => run(async (nouns) => nouns.settings.current())),
    update: os.settings.update.handler(({ input }) => run((nouns) => nouns.settings.update(input))),
    setLibraryFolder: os.settings.setLibraryFolder.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.settings.setLibraryFolder(input.path);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer.settings;
      }),
    ),
    listFolder: os.settings.listFolder.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.settings.listFolder(input.path);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer.listing;
      }),
    ),
    storage: os.settings.storage.handler(() => run((nouns) => nouns.settings.storage())),
  };
}

function generationsProcedures(run: Run) {
  return {
    catalogue: os.generations.catalogue.handler(() => run(async (nouns) => nouns.generations.catalogue())),
    quote: os.generations.quote.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = nouns.generations.quote(input);
        if (answer === null) throw errors.MODEL_UNKNOWN();
        return answer;
      }),
    ),
    submit: os.generations.submit.handler(({ input, errors }) =>
      run(async (nouns) => {
        const { shownQuote, ...asked } = input;
        const answer = await nouns.generations.submit(asked, shownQuote ?? null);
        if (answer.kind === 'accepted') return { generationId: answer.id };
        if (answer.code === 'PROMPT_TOO_LONG') throw errors.PROMPT_TOO_LONG({ data: answer.data });
        if (answer.code === 'MODEL_CANNOT') throw errors.MODEL_CANNOT({ data: answer.data });
        if (answer.code === 'REFERENCE_MISSING') throw errors.REFERENCE_MISSING({ data: answer.data });
        if (answer.code === 'QUEUE_FULL') throw errors.QUEUE_FULL({ data: answer.data });
        if (answer.code === 'RUN_CAP') throw errors.RUN_CAP({ data: answer.data });
        if (answer.code === 'MONTH_CAP') throw errors.MONTH_CAP({ data: answer.data });
        throw errors[answer.code]();
      }),
    ),
    cancel: os.generations.cancel.handler(({ input, errors }) =>
      run(async (nouns) => {
        const refusal = await nouns.generations.cancel(input.id);
        if (refusal !== null) throw errors[refusal]();
        return {};
      }),
    ),
    retryStore: os.generations.retryStore.handler(({ input, errors }) =>
      run(async (nouns) => {
        if (!nouns.generations.retryStore(input.id)) throw errors.NOT_FOUND();
        return {};
      }),
    ),
    close: os.generations.close.handler(({ input, errors }) =>
      run(async (nouns) => {
        const refusal = await nouns.generations.close(input.id);
        if (refusal !== null) throw errors[refusal]();
        return {};
      }),
    ),
    whatIsSent: os.generations.whatIsSent.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.generations.whatIsSent(input);
        if (answer.kind !== 'refused') return answer;
        if (answer.code === 'MODEL_UNKNOWN') throw errors.MODEL_UNKNOWN();
        if (answer.code === 'FRAME_MISSING') throw errors.FRAME_MISSING();
        throw errors.REFERENCE_MISSING({ data: answer.data });
      }),
    ),
    spending: os.generations.spending.handler(() => run((nouns) => nouns.generations.spending())),
    list: os.generations.list.handler(() => run((nouns) => nouns.generations.list())),
  };
}

function candidatesProcedures(run: Run) {
  return {
    list: os.candidates.list.handler(() => run((nouns) => nouns.candidates.list())),
    accept: os.candidates.accept.handler(({ input, errors }) =>
      run(async (nouns) => {
        if (!(await nouns.candidates.accept(input))) throw errors.NOT_FOUND();
        return {};
      }),
    ),
    discard: os.candidates.discard.handler(({ input, errors }) =>
      run(async (nouns) => {
        if (!(await nouns.candidates.discard(input.generationId))) throw errors.NOT_FOUND();
        return {};
      }),
    ),
    reopen: os.candidates.reopen.handler(({ input, errors }) =>
      run(async (nouns) => {
        if (!(await nouns.candidates.reopen(input.generationId))) throw errors.NOT_FOUND();
        return {};
      }),
    ),
  };
}

function providersProcedures(run: Run) {
  return {
    list: os.providers.list.handler(() => run(async (nouns) => nouns.providers.list())),
    setKey: os.providers.setKey.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.providers.setKey(input.id, input.key, input.keep ?? 'session');
        if (!('refusal' in answer)) return answer;
        if (answer.refusal === 'KEY_MALFORMED') throw errors.KEY_MALFORMED();
        throw errors.KEYCHAIN_UNAVAILABLE({ data: { why: answer.why } });
      }),
    ),
    removeKey: os.providers.removeKey.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.providers.removeKey(input.id);
        if ('refusal' in answer) throw errors.KEYCHAIN_UNAVAILABLE({ data: { why: answer.why } });
        return answer;
      }),
    ),
    testKey: os.providers.testKey.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.providers.testKey(input.id);
        if (typeof answer === 'string') throw errors[answer]();
        return answer;
      }),
    ),
    setServer: os.providers.setServer.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.providers.setServer(input.address, input.confirmed);
        if (!('refusal' in answer)) return answer;
        switch (answer.refusal) {
          case 'ADDRESS_REFUSED':
            throw errors.ADDRESS_REFUSED({ data: { why: answer.why } });
          case 'ADDRESS_UNCONFIRMED':
            throw errors.ADDRESS_UNCONFIRMED({ data: { address: answer.address } });
          case 'SERVER_NOT_COMPATIBLE':
            throw errors.SERVER_NOT_COMPATIBLE({ data: { why: answer.why } });
          case 'KEYCHAIN_UNAVAILABLE':
            throw errors.KEYCHAIN_UNAVAILABLE({ data: { why: answer.why } });
          default:
            throw errors[answer.refusal]();
        }
      }),
    ),
    removeServer: os.providers.removeServer.handler(({ errors }) =>
      run(async (nouns) => {
        const answer = await nouns.providers.removeServer();
        if ('refusal' in answer) throw errors.KEYCHAIN_UNAVAILABLE({ data: { why: answer.why } });
        return answer;
      }),
    ),
  };
}

function libraryProcedures(run: Run) {
  return {
    search: os.library.search.handler(({ input }) => run((nouns) => nouns.library.search(input))),
    dayCounts: os.library.dayCounts.handler(({ input }) => run((nouns) => nouns.library.dayCounts(input))),
    count: os.library.count.handler(({ input }) => run((nouns) => nouns.library.count(input))),
    get: os.library.get.handler(({ input, errors }) =>
      run(async (nouns) => {
        const details = await nouns.library.get(input.id);
        if (details === null) throw errors.NOT_FOUND();
        return details;
      }),
    ),
    trash: os.library.trash.handler(({ input }) => run((nouns) => nouns.library.trash(input.ids))),
    restore: os.library.restore.handler(({ input }) => run((nouns) => nouns.library.restore(input.ids))),
    exportSize: os.library.exportSize.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.library.exports.size({ id: input.id }, input.options);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    exportPicture: os.library.exportPicture.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.library.exports.save({ id: input.id }, input, input.options);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    saveOriginal: os.library.saveOriginal.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.library.exports.saveOriginal(input.id, input);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    reveal: os.library.reveal.handler(({ input, errors }) =>
      run(async (nouns) => {
        const refusal = await nouns.library.reveal(input.id);
        if (refusal !== null) throw errors[refusal]();
        return {};
      }),
    ),
  };
}

function documentsProcedures(run: Run) {
  return {
    recent: os.documents.recent.handler(() => run((nouns) => nouns.documents.recent())),
    get: os.documents.get.handler(({ input, errors }) =>
      run(async (nouns) => (await nouns.documents.get(input.id)) ?? missing(errors)),
    ),
    create: os.documents.create.handler(({ input }) => run((nouns) => nouns.documents.create(input))),
    open: os.documents.open.handler(({ input, errors }) =>
      run(async (nouns) => {
        if ('id' in input) return (await nouns.documents.reopen(input.id)) ?? missing(errors);
        const answer = await nouns.documents.openFile(input.path);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    close: os.documents.close.handler(({ input, errors }) =>
      run(async (nouns) => ((await nouns.documents.close(input.id)) ? {} : missing(errors))),
    ),
    duplicate: os.documents.duplicate.handler(({ input, errors }) =>
      run(async (nouns) => (await nouns.documents.duplicate(input.id, input.name)) ?? missing(errors)),
    ),
    rename: os.documents.rename.handler(({ input, errors }) =>
      run(async (nouns) => (await nouns.documents.rename(input.id, input.name)) ?? missing(errors)),
    ),
    setSize: os.documents.setSize.handler(({ input: { id, width, height }, errors }) =>
      run(async (nouns) => (await nouns.documents.setSize(id, width, height)) ?? missing(errors)),
    ),
    saveAs: os.documents.saveAs.handler(({ input, errors }) =>
      run(async (nouns) => {
        const answer = await nouns.documents.saveAs(input);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    exportSize: os.documents.exportSize.handler(({ input, errors }) =>
      run(async (nouns) => {
        const flattened = nouns.documents.kept(input.id, 'flattened') ?? missing(errors);
        const of = { flattened, origins: input.origins };
        const answer = await nouns.library.exports.size(of, input.options);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    exportFlattened: os.documents.exportFlattened.handler(({ input, errors }) =>
      run(async (nouns) => {
        const flattened = nouns.documents.kept(input.id, 'flattened') ?? missing(errors);
        const of = { flattened, origins: input.origins };
        const answer = await nouns.library.exports.save(of, input, input.options);
        if ('refusal' in answer) throw errors[answer.refusal]();
        return answer;
      }),
    ),
    exportLayered: os.documents.exportLayered.handler(({ input, errors }) =>
      run(async (nouns) => {
        const { id, format } = input;
        const kept = nouns.documents.kept(id, format) ?? missing(errors);
        const answer = await nouns.library.exports.saveFile(kept.path, input, format);
        if ('refusal' in answer) throw errors[answer.refusal]();
        await nouns.documents.dropKept(id, format);
        return answer;
      }),
    ),
    discard: os.documents.discard.handler(({ input, errors }) =>
      run(async (nouns) => ((await nouns.documents.discard(input.id)) ? {} : missing(errors))),
    ),
    restore: os.documents.restore.handler(({ input, errors }) =>
      run(async (nouns) => (await nouns.documents.restore(input.id)) ?? missing(errors)),
    ),
  };
}

function missing(errors: { readonly NOT_FOUND: () => Error }): never {
  throw errors.NOT_FOUND();
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
