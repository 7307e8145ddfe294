export {
  GITHUB_FAULTS,
  type GitHubDouble,
  type GitHubFault,
  type GitHubPerson,
  startGitHub,
} from './github.ts';
export {
  GOOGLE_FAULTS,
  type GoogleDouble,
  type GoogleFault,
  type GooglePerson,
  type ProviderOptions,
  startGoogle,
} from './google.ts';
export type { SeenRequest } from './wire.ts';
