import { os, type Run } from './wire.ts';

export function providersProcedures(run: Run) {
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
