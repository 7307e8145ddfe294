import { os, type Run } from './wire.ts';

export function libraryProcedures(run: Run) {
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
