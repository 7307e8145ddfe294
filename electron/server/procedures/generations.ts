import { os, type Run } from './wire.ts';

export function generationsProcedures(run: Run) {
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

export function candidatesProcedures(run: Run) {
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
