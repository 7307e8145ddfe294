export { OPENAI_RATES, type TokenRates } from './cost.ts';
export { createOpenAi, DEADLINE_MS, OPENAI_CAPABILITIES } from './openai.ts';
