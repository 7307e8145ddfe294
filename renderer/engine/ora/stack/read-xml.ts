/** An element with its attributes; texts between elements are not kept, since a stack has none. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
}

export interface XmlLimits {
  readonly depthMax: number;
  readonly elementsMax: number;
}

type Refusal = 'malformed' | 'too-deep' | 'too-many';

export type XmlAnswer =
  | { readonly kind: 'element'; readonly element: XmlElement }
  | { readonly kind: 'refused'; readonly code: Refusal };

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const CLOSE = /<\/([A-Za-z_][\w.:-]*)\s*>/y;
const ATTRIBUTES_MAX = 100;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
}

/** What has been read so far: elements that are still open, and the outermost one when it is closed. */
interface Tree {
  readonly open: Open[];
  root: XmlElement | null;
  count: number;
}

/**
 * The part of XML that a stack needs: elements, attributes, comments, the five named entities and numbers. No document
 * type and no entity of its own, so nothing can grow. One pass, without recursion.
 */
export function readXml(text: string, limits: XmlLimits): XmlAnswer {
  const tree: Tree = { open: [], root: null, count: 0 };
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const between = text.slice(at, next === -1 ? text.length : next);
    if (tree.open.length === 0 && between.trim() !== '') return refused('malformed');
    if (next === -1) break;
    const end = skipNote(text, next) ?? readMark(text, next, tree, limits);
    if (typeof end === 'string') return refused(end);
    if (end === -1) return refused('malformed');
    at = end;
  }
  if (tree.open.length > 0 || tree.root === null) return refused('malformed');
  return { kind: 'element', element: tree.root };
}

/** An opening or closing mark, taken into the tree. Where it ends, or why it may not be. */
function readMark(text: string, at: number, tree: Tree, limits: XmlLimits): number | Refusal {
  if (text.charCodeAt(at + 1) === 0x2f) {
    const name = match(CLOSE, text, at)?.[1];
    const one = tree.open.pop();
    return one !== undefined && name === one.name && add(tree, one) ? CLOSE.lastIndex : 'malformed';
  }
  const tag = readTag(text, at + 1);
  if (tag === null) return 'malformed';
  tree.count += 1;
  if (tree.count > limits.elementsMax) return 'too-many';
  if (tree.open.length >= limits.depthMax) return 'too-deep';
  const element = { name: tag.name, attributes: tag.attributes, children: [] };
  if (!tag.closed) tree.open.push(element);
  else if (!add(tree, element)) return 'malformed';
  return tag.end;
}

function add(tree: Tree, element: XmlElement): boolean {
  const parent = tree.open.at(-1);
  if (parent !== undefined) parent.children.push(element);
  else if (tree.root === null) tree.root = element;
  else return false;
  return true;
}

/** Behind a comment or a declaration; -1 when it never ends or may not be; null when there is none. */
function skipNote(text: string, at: number): number | null {
  const end = (mark: string): number => {
    const found = text.indexOf(mark, at);
    return found === -1 ? -1 : found + mark.length;
  };
  if (text.startsWith('<!--', at)) return end('-->');
  if (text.startsWith('<?', at)) return end('?>');
  return text.startsWith('<!', at) ? -1 : null;
}

function readTag(text: string, at: number) {
  const name = match(NAME, text, at)?.[0];
  if (name === undefined) return null;
  let end = NAME.lastIndex;
  const attributes = new Map<string, string>();
  for (;;) {
    const found = match(ATTRIBUTE, text, end);
    if (found === null) break;
    const [, key = '', double, single] = found;
    const value = unescaped(double ?? single ?? '');
    if (value === null || attributes.has(key) || attributes.size >= ATTRIBUTES_MAX) return null;
    attributes.set(key, value);
    end = ATTRIBUTE.lastIndex;
  }
  const closing = match(TAG_END, text, end);
  if (closing === null) return null;
  return { name, attributes, closed: closing[1] === '/', end: TAG_END.lastIndex };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Null for an entity that is not one of ours. */
function unescaped(text: string): string | null {
  if (!text.includes('&')) return text;
  let isKnown = true;
  const plain = text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
    const named = NAMED[name];
    if (named !== undefined && whole.endsWith(';')) return named;
    const digits = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const code = digits === null ? -1 : Number.parseInt(digits[1] ?? digits[2] ?? '', digits[1] ? 16 : 10);
    if (code > 0 && code <= 0x10ffff && whole.endsWith(';')) return String.fromCodePoint(code);
    isKnown = false;
    return '';
  });
  return isKnown ? plain : null;
}

function refused(code: Refusal): XmlAnswer {
  return { kind: 'refused', code };
}
