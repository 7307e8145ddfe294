import { os, type Run } from './wire.ts';

export function documentsProcedures(run: Run) {
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
