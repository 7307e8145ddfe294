/** Credits by arithmetic on plain lists, to hold the database against: no locks, no SQL, and the rules written a second time. */
interface Lot {
  readonly id: string;
  owner: string;
  remaining: number;
  used: number;
  held: number;
  frozen: boolean;
}

interface Hold {
  owner: string;
  readonly parts: { readonly lot: Lot; left: number }[];
}

export interface ModelBalance {
  readonly available: number;
  readonly held: number;
  readonly frozen: number;
  readonly owed: number;
}

export class LedgerModel {
  readonly lots: Lot[] = [];
  readonly holds = new Map<string, Hold>();
  readonly #owed = new Map<string, number>();

  balance(owner: string): ModelBalance {
    const own = this.lots.filter((lot) => lot.owner === owner);
    const sum = (of: (lot: Lot) => number): number => own.reduce((total, lot) => total + of(lot), 0);
    return {
      available: sum((lot) => (lot.frozen ? 0 : lot.remaining)),
      held: sum((lot) => lot.held),
      frozen: sum((lot) => (lot.frozen ? lot.remaining : 0)),
      owed: this.#owed.get(owner) ?? 0,
    };
  }

  bringIn(owner: string, id: string, credits: number): void {
    const owed = this.#owed.get(owner) ?? 0;
    const repaid = Math.min(owed, credits);
    this.#owed.set(owner, owed - repaid);
    this.lots.push({ id, owner, remaining: credits - repaid, used: repaid, held: 0, frozen: false });
  }

  takeAway(owner: string, credits: number): string {
    if (this.balance(owner).available < credits) return 'short';
    this.#drain(owner, credits, () => undefined);
    return 'done';
  }

  hold(owner: string, id: string, credits: number): string {
    if (this.holds.has(id)) return 'repeated';
    if ((this.#owed.get(owner) ?? 0) > 0) return 'owing';
    if (this.balance(owner).available < credits) return 'short';
    const parts: { lot: Lot; left: number }[] = [];
    this.#drain(owner, credits, (lot, left) => {
      lot.held += left;
      parts.push({ lot, left });
    });
    this.holds.set(id, { owner, parts });
    return 'done';
  }

  capture(id: string, credits: number): string {
    const hold = this.holds.get(id);
    if (hold === undefined) return 'unknown';
    if (hold.parts.reduce((total, { left }) => total + left, 0) < credits) return 'closed';
    let needed = credits;
    for (const part of hold.parts) {
      const taken = Math.min(part.left, needed);
      part.left -= taken;
      part.lot.held -= taken;
      part.lot.used += taken;
      needed -= taken;
    }
    return 'done';
  }

  release(id: string): string {
    const hold = this.holds.get(id);
    if (hold === undefined) return 'unknown';
    let rest = 0;
    for (const part of hold.parts) {
      rest += part.left;
      part.lot.held -= part.left;
      part.lot.remaining += part.left;
      part.left = 0;
    }
    return rest === 0 ? 'closed' : 'done';
  }

  setFrozen(id: string, frozen: boolean): string {
    const lot = this.lots.find((each) => each.id === id);
    if (lot === undefined) return 'unknown';
    if (lot.frozen === frozen) return 'closed';
    lot.frozen = frozen;
    return 'done';
  }

  refund(id: string, credits: number): string {
    const lot = this.lots.find((each) => each.id === id);
    if (lot === undefined) return 'unknown';
    if (!lot.frozen || lot.remaining < credits) return 'closed';
    lot.remaining -= credits;
    lot.frozen = false;
    return 'done';
  }

  chargeBack(id: string): string {
    const lot = this.lots.find((each) => each.id === id);
    if (lot === undefined) return 'unknown';
    if (!lot.frozen) return 'closed';
    this.#owed.set(lot.owner, (this.#owed.get(lot.owner) ?? 0) + lot.used + lot.held);
    lot.remaining = 0;
    lot.frozen = false;
    return 'done';
  }

  transfer(from: string, to: string): void {
    for (const lot of this.lots) if (lot.owner === from) lot.owner = to;
    for (const hold of this.holds.values()) if (hold.owner === from) hold.owner = to;
    this.#owed.set(to, (this.#owed.get(to) ?? 0) + (this.#owed.get(from) ?? 0));
    this.#owed.set(from, 0);
  }

  /** Oldest first: lots lie here in the order in which they came. */
  #drain(owner: string, credits: number, into: (lot: Lot, taken: number) => void): void {
    let needed = credits;
    for (const lot of this.lots) {
      if (lot.owner !== owner || lot.frozen || lot.remaining === 0 || needed === 0) continue;
      const taken = Math.min(lot.remaining, needed);
      lot.remaining -= taken;
      needed -= taken;
      into(lot, taken);
    }
  }
}
