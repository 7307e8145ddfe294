export { OPENAI_RATES, type TokenRates } from './cost.ts';
export { type OpenAiFacts, openAiFacts } from './facts.ts';
export { DEADLINE_MS } from './image-run.ts';
export { createOpenAi, OPENAI_CAPABILITIES } from './openai.ts';
