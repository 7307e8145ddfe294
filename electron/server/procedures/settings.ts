import { os, type Run } from './wire.ts';

export function settingsProcedures(run: Run) {
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
