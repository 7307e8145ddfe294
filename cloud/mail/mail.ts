/** A letter to one person. Plain text: it is short, and nothing in it has to look like anything. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** There is no such mailbox, or it takes nothing: another try would end the same. */
export class Undeliverable extends Error {}

export interface Mail {
  /**
   * Hands a letter over. Resolves when it was taken.
   * @throws Outage('mail') when it was not, and Undeliverable when it never will be
   */
  send(letter: Letter): Promise<void>;
  close(): Promise<void>;
}

/** A letter that arrived in the embedded mailbox. */
export interface KeptLetter extends Letter {
  readonly id: string;
  readonly atMs: number;
}

export interface Mailbox extends Mail {
  /** Newest first. */
  letters(): readonly KeptLetter[];
}
