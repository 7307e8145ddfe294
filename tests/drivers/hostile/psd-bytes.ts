/** Photoshop files made byte by byte, as other programs write them, or as none should. */

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value & 0xffff);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function section(...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length), body]);
}

interface Head {
  readonly signature?: string;
  readonly version?: number;
  readonly channels?: number;
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly mode?: number;
}

export function head(change: Head = {}): Buffer {
  const {
    signature = '8BPS',
    version = 1,
    channels = 3,
    width = 4,
    height = 2,
    depth = 8,
    mode = 3,
  } = change;
  return Buffer.concat([
    Buffer.from(signature, 'latin1'),
    u16(version),
    Buffer.alloc(6),
    u16(channels),
    u32(height),
    u32(width),
    u16(depth),
    u16(mode),
  ]);
}

export interface LayerBytes {
  /** Top, left, bottom, right. */
  readonly box?: readonly [number, number, number, number];
  /** What the record says of each channel; the length of the data when nothing else is said. */
  readonly channels?: readonly {
    readonly id: number;
    readonly data: Uint8Array;
    readonly claims?: number;
  }[];
  readonly mode?: string;
  readonly name?: string;
  readonly mask?: Uint8Array;
  /** Additional information: a key and what stands under it. */
  readonly info?: readonly (readonly [string, Uint8Array])[];
}

export function layer({
  box = [0, 0, 0, 0],
  channels = [],
  mode = 'norm',
  name = '',
  mask = Buffer.alloc(0),
  info = [],
}: LayerBytes): { readonly record: Buffer; readonly data: Buffer } {
  const record = Buffer.concat([
    ...box.map(u32),
    u16(channels.length),
    ...channels.map(({ id, data, claims }) => Buffer.concat([u16(id), u32(claims ?? data.length)])),
    Buffer.from(`8BIM${mode}`, 'latin1'),
    Buffer.from([255, 0, 8, 0]),
    section(
      section(mask),
      section(),
      Buffer.from([name.length]),
      Buffer.from(name, 'latin1'),
      Buffer.alloc((4 - ((name.length + 1) % 4)) % 4),
      ...info.map(([key, body]) => Buffer.concat([Buffer.from(`8BIM${key}`, 'latin1'), section(body)])),
    ),
  ]);
  return { record, data: Buffer.concat(channels.map(({ data }) => data)) };
}

/** From the bottom up. */
export function layerList(layers: readonly LayerBytes[], count = layers.length): Buffer {
  const made = layers.map(layer);
  return Buffer.concat([u16(count), ...made.map(({ record }) => record), ...made.map(({ data }) => data)]);
}

interface Parts {
  readonly head?: Head;
  readonly palette?: Uint8Array;
  readonly resources?: Uint8Array;
  readonly list?: Uint8Array;
  /** What follows the list, where files of more than eight bits have theirs. */
  readonly after?: Uint8Array;
  readonly composite?: Uint8Array;
}

export function psd({ head: change, palette, resources, list, after, composite }: Parts): Uint8Array {
  const hasLayers = list !== undefined || after !== undefined;
  return Uint8Array.from(
    Buffer.concat([
      head(change),
      section(palette ?? Buffer.alloc(0)),
      section(resources ?? Buffer.alloc(0)),
      hasLayers ? section(section(list ?? Buffer.alloc(0)), section(), after ?? Buffer.alloc(0)) : section(),
      composite ?? Buffer.concat([u16(0), Buffer.alloc(24)]),
    ]),
  );
}
