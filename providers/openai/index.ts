export { OPENAI_RATES, type TokenRates } from './cost.ts';
export { type OpenAiFacts, openAiFacts } from './facts.ts';
export { DEADLINE_MS } from './image-run.ts';
export { createOpenAi, OPENAI_CAPABILITIES } from './openai.ts';
export {
  type CompatibleDeps,
  type CompatibleFacts,
  compatibleCapabilities,
  createOpenAiCompatible,
} from './own-server/compatible.ts';
export { type ProbeParts, probeServer, type ServerProbe } from './own-server/probe-server.ts';
export { type AddressRefusal, readServerAddress, type ServerAddress } from './own-server/server-address.ts';
