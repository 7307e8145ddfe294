/** Values from the one that was touched the longest ago; each act takes as long for many as for few. */
export interface Order<Value> {
  /** Puts it last, or in for the first time. */
  touch(value: Value): void;
  /** Puts it before all that were touched, behind those that were cooled earlier; nothing for one that is not in. */
  cool(value: Value): void;
  remove(value: Value): void;
  has(value: Value): boolean;
  first(): Value | null;
}

interface Link<Value> {
  readonly value: Value | null;
  before: Link<Value>;
  after: Link<Value>;
}

/** Two rings in one: the cooled stand between the end and the border, the touched behind the border. */
export function createOrder<Value>(): Order<Value> {
  const links = new Map<Value, Link<Value>>();
  const end = alone<Value>(null);
  const border = alone<Value>(null);
  putBefore(end, border);
  const put = (value: Value, place: Link<Value>): void => {
    let link = links.get(value);
    if (link === undefined) {
      link = alone(value);
      links.set(value, link);
    }
    takeOut(link);
    putBefore(place, link);
  };
  return {
    touch: (value) => put(value, end),
    cool(value) {
      if (links.has(value)) put(value, border);
    },
    remove(value) {
      const link = links.get(value);
      if (link === undefined) return;
      takeOut(link);
      links.delete(value);
    },
    has: (value) => links.has(value),
    first: () => (end.after === border ? border.after : end.after).value,
  };
}

function alone<Value>(value: Value | null): Link<Value> {
  const link = { value } as Link<Value>;
  link.before = link;
  link.after = link;
  return link;
}

function takeOut<Value>(link: Link<Value>): void {
  link.before.after = link.after;
  link.after.before = link.before;
}

function putBefore<Value>(place: Link<Value>, link: Link<Value>): void {
  link.before = place.before;
  link.after = place;
  place.before.after = link;
  place.before = link;
}
