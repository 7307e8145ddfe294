export type { Capabilities, InputForms, SizeScheme } from './capabilities.ts';
export {
  type Cost,
  FAILURE_KINDS,
  type Failed,
  type FailureKind,
  type Outcome,
  type ProviderEvent,
  type Refused,
  type Usage,
} from './events.ts';
export type {
  AdapterDeps,
  GenerationProvider,
  InputPicture,
  JobHandle,
  KeyVerdict,
  ProviderRequest,
  RunContext,
} from './provider.ts';
