export type AddressRefusal =
  | 'not-an-address'
  | 'not-http'
  | 'has-credentials'
  /** Someone else's computer: pictures and prompts stay on this computer or in the person's own network. */
  | 'public'
  /** Addresses that a cloud machine's own secrets are served from, and that no picture server has. */
  | 'link-local'
  /** "Any address of this computer": one can listen there, not call. */
  | 'unspecified';

export type ServerAddress =
  | {
      readonly kind: 'address';
      /** Without a slash at its end. */
      readonly baseUrl: string;
      /** `loopback` is this computer; `private` wants the person's word first. */
      readonly scope: 'loopback' | 'private';
    }
  | { readonly kind: 'refused'; readonly why: AddressRefusal };

const MAX_CHARS = 300;
const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i;
const PATH = /^(?:\/[\w.~-]+)*\/*$/;
const LOCAL_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+local$/;

/**
 * Where a person's own server is, from what they typed. A missing scheme is http, a missing path `/v1`. Only this
 * computer and private networks are taken, by their plain numbers, `localhost` or a name under `.local`: any other
 * name could lead anywhere.
 * @source RFC 1918, RFC 4193, RFC 3927, RFC 6762
 */
export function readServerAddress(text: string): ServerAddress {
  const typed = text.trim();
  if (typed.length > MAX_CHARS || !/^[\x21-\x7e]+$/.test(typed)) return refused('not-an-address');
  const schemed = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(typed);
  const scheme = (schemed?.[1] ?? 'http').toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') return refused('not-http');
  const [, authority = '', path = ''] = /^([^/?#\\]*)(.*)$/.exec(schemed?.[2] ?? typed) ?? [];
  if (authority.includes('@')) return refused('has-credentials');
  const [, host, port] = HOST_AND_PORT.exec(authority) ?? [];
  if (host === undefined || Number(port ?? 80) === 0) return refused('not-an-address');
  if (!PATH.test(path) || /\/\.{1,2}(?:\/|$)/.test(path)) return refused('not-an-address');
  const plain = `${scheme}://${authority}`;
  if (!URL.canParse(plain)) return refused('not-an-address');
  const url = new URL(plain);
  const scope = scopeOf(host.toLowerCase(), url.hostname);
  if (scope !== 'loopback' && scope !== 'private') return refused(scope);
  return { kind: 'address', baseUrl: `${url.origin}${path.replace(/\/+$/, '') || '/v1'}`, scope };
}

type Scope = 'loopback' | 'private' | AddressRefusal;

function scopeOf(typed: string, read: string): Scope {
  if (read.startsWith('[')) return scopeOfIpv6(read);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(read)) {
    // 127.1, 0x7f000001, 0177.0.0.1 and 2130706433 are read as numbers too; nobody types them in good faith.
    return typed === read ? scopeOfIpv4(read) : 'not-an-address';
  }
  if (/^\.|\.\.|\.$/.test(typed)) return 'not-an-address';
  if (typed === 'localhost') return 'loopback';
  return LOCAL_NAME.test(typed) ? 'private' : 'public';
}

function scopeOfIpv4(address: string): Scope {
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 127) return 'loopback';
  if (first === 0) return 'unspecified';
  if (first === 169 && second === 254) return 'link-local';
  const isPrivate =
    first === 10 || (first === 192 && second === 168) || (first === 172 && second >= 16 && second < 32);
  return isPrivate ? 'private' : 'public';
}

/** @param address in brackets, as a URL writes it: shortest form, small letters */
function scopeOfIpv6(address: string): Scope {
  if (address === '[::1]') return 'loopback';
  if (address === '[::]') return 'unspecified';
  // What else begins so hides an IPv4 address, 169.254.169.254 for one.
  if (address.startsWith('[::')) return 'not-an-address';
  if (/^\[fe[89ab][0-9a-f]:/.test(address)) return 'link-local';
  return /^\[f[cd][0-9a-f]{2}:/.test(address) ? 'private' : 'public';
}

function refused(why: AddressRefusal): ServerAddress {
  return { kind: 'refused', why };
}
