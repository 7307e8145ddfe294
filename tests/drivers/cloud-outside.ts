import {
  type GitHubDouble,
  type GoogleDouble,
  startGitHub,
  startGoogle,
} from '../fakes/identity-providers/index.ts';
import { type Asking, askFor, CloudBrowser, type Shown } from './cloud-browser.ts';

export interface Outside {
  readonly google: GoogleDouble;
  readonly github: GitHubDouble;
  /** What the service has to be told to take the two for the real ones. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startOutside(): Promise<Outside> {
  const [google, github] = await Promise.all([startGoogle(), startGitHub()]);
  return {
    google,
    github,
    env: {
      GOOGLE_ISSUER: google.issuer,
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GITHUB_URL: new URL(github.urls.authorize).origin,
      GITHUB_API_URL: new URL(github.urls.user).origin,
      GITHUB_CLIENT_ID: github.clientId,
      GITHUB_CLIENT_SECRET: github.clientSecret,
    },
    async stop() {
      await Promise.all([google.stop(), github.stop()]);
    },
  };
}

export interface CameBack {
  readonly browser: CloudBrowser;
  readonly at: string;
  readonly asking: Asking;
  readonly shown: Shown;
}

/** Who is chosen on Google's page or GitHub's; `null` says no there. */
export type Choice =
  | { readonly method: 'google'; readonly double: GoogleDouble; readonly person: string | null }
  | { readonly method: 'github'; readonly double: GitHubDouble; readonly person: number | null };

/** What a person does on the page they were sent to. */
export function choose(choice: Choice, url: string): Promise<URL> {
  if (choice.person === null) return choice.double.deny(url);
  return choice.method === 'google'
    ? choice.double.approve(url, choice.person)
    : choice.double.approve(url, choice.person);
}

/** Signs in with Google or GitHub as far as the service leads after it: back to the desktop, or to a page that asks. */
export async function comeBackFrom(
  origin: string,
  choice: Choice,
  asking: Asking = askFor(origin),
): Promise<CameBack> {
  const browser = new CloudBrowser(origin);
  const first = await browser.get(asking.url);
  const at = new URL(first.url).pathname;
  const out = await browser.post(`${at}/${choice.method}`);
  if (out.status !== 0) return { browser, at, asking, shown: out };
  return { browser, at, asking, shown: await browser.get((await choose(choice, out.url)).href) };
}

/** Agrees to everything on the page for new people. */
export function agreeTo({ browser, at, shown }: CameBack): Promise<Shown> {
  const field = (name: string): string =>
    new RegExp(`name="${name}" value="([^"]+)"`).exec(shown.html)?.[1] ?? '';
  return browser.post(`${at}/agree`, {
    terms: field('terms'),
    privacy: field('privacy'),
    country: 'NZ',
    age: 'yes',
  });
}
