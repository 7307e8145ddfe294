/** What decides which shell a start uses. */
export interface HostFacts {
  readonly asked: 'browser' | 'electron' | null;
  readonly electronBinary: boolean;
  /** The download host answered within three seconds; null when it was not asked. */
  readonly downloadAnswers: boolean | null;
  readonly chromium: boolean;
  readonly display: boolean;
}

export type HostChoice =
  | { readonly kind: 'electron'; readonly why: string }
  | { readonly kind: 'fetch-electron'; readonly why: string }
  | { readonly kind: 'browser'; readonly why: string }
  | { readonly kind: 'address'; readonly why: string };

/** One line says which shell and why. Pure, so that every case has a test. */
export function chooseHost(facts: HostFacts): HostChoice {
  if (facts.asked !== 'browser') {
    if (facts.electronBinary) return { kind: 'electron', why: 'Electron: its binary is here.' };
    if (facts.downloadAnswers === true) {
      return { kind: 'fetch-electron', why: 'Electron: its binary is fetched once. Press s to skip.' };
    }
  }
  const because =
    facts.asked === 'browser'
      ? 'asked for'
      : `Electron's binary is not here and its download host ${facts.downloadAnswers === false ? 'does not answer' : 'was not asked'}`;
  if (!facts.display)
    return { kind: 'address', why: `Browser host: ${because}; no display, so the address is printed.` };
  if (!facts.chromium)
    return {
      kind: 'address',
      why: `Browser host: ${because}; no Chromium found, so the address is printed.`,
    };
  return { kind: 'browser', why: `Browser host in its own window: ${because}.` };
}
