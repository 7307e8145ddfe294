/** A seeded stream of numbers: the same seed gives the same picture on every computer. */
export interface Chance {
  /** At least 0, below 1. */
  unit(): number;
  between(low: number, high: number): number;
  /** A whole number from 0 to `count` - 1. */
  index(count: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** Integer hash of a text, 32 bits (FNV-1a with a final mix). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixBits(hash);
}

/** Spreads every bit of a 32-bit number over all others; neighbours come out unrelated. */
export function mixBits(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number from 0 to 1 for a pixel; integers only, so no library's sine can change it. */
export function pixelChance(x: number, y: number, salt: number): number {
  return mixBits(Math.imul(x, 0x1f123bb5) ^ Math.imul(y, 0x5f356495) ^ salt) / 0x1_0000_0000;
}

export function createChance(seed: number): Chance {
  let state = mixBits(seed);
  const unit = () => {
    state = (state + 0x9e3779b9) | 0;
    return mixBits(state) / 0x1_0000_0000;
  };
  const index = (count: number) => Math.floor(unit() * count);
  return {
    unit,
    index,
    between: (low, high) => low + (high - low) * unit(),
    pick: (items) => items[index(items.length)] ?? items[0],
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: unit() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
