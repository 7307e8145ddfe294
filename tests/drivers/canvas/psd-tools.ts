import { execFileSync, spawnSync } from 'node:child_process';

/** A layer as psd-tools, a reader that shares no code with ours, finds it. From the bottom up. */
export interface TheirLayer {
  readonly name: string;
  readonly mode: string;
  readonly opacity: number;
  readonly fill: number;
  readonly visible: boolean;
  readonly clipped: boolean;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** RGBA in base 64; null without pixels. */
  readonly pixels: string | null;
  readonly mask: {
    readonly outside: number;
    readonly disabled: boolean;
    readonly left: number;
    readonly top: number;
    readonly pixels: string | null;
  } | null;
  readonly layers: readonly TheirLayer[] | null;
}

export interface TheirReading {
  readonly width: number;
  readonly height: number;
  readonly layers: readonly TheirLayer[];
  /** Direction and place in 32nds of a pixel. */
  readonly guides: readonly (readonly ['vertical' | 'horizontal', number])[];
  /** What the file says of how it was made: its XMP; null without. */
  readonly xmp: string | null;
  /** The merged picture that is in the file. */
  readonly merged: string;
  /** The layers, flattened by psd-tools itself; null when that is not asked for. */
  readonly flattened: string | null;
}

const READ = `
import base64, io, json, sys
import numpy
from psd_tools import PSDImage
from psd_tools.constants import Resource, Tag

def packed(image):
    return None if image is None else base64.b64encode(image.convert('RGBA').tobytes()).decode()

def plane(array):
    return base64.b64encode(numpy.rint(array * 255).astype('uint8').tobytes()).decode()

def read(layer):
    mask = layer.mask
    empty = layer.width == 0 or layer.height == 0
    return {
        'name': layer.name,
        'mode': layer.blend_mode.name,
        'opacity': layer.opacity,
        'fill': layer.tagged_blocks.get_data(Tag.BLEND_FILL_OPACITY, 255),
        'visible': layer.visible,
        'clipped': layer.clipping_layer,
        'left': layer.left, 'top': layer.top, 'width': layer.width, 'height': layer.height,
        'pixels': None if layer.is_group() or empty else plane(layer.numpy()),
        'mask': None if mask is None else {
            'outside': mask.background_color,
            'disabled': bool(mask.disabled),
            'left': mask.left, 'top': mask.top,
            'pixels': None if mask.width == 0 else base64.b64encode(mask.topil().tobytes()).decode(),
        },
        'layers': [read(one) for one in layer] if layer.is_group() else None,
    }

def guides(resources):
    if Resource.GRID_AND_GUIDES_INFO not in resources: return []
    found = resources.get_data(Resource.GRID_AND_GUIDES_INFO)
    return [[('horizontal' if one[1] else 'vertical'), one[0]] for one in found.data]

psd = PSDImage.open(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps({
    'width': psd.width,
    'height': psd.height,
    'layers': [read(layer) for layer in psd],
    'guides': guides(psd.image_resources),
    'xmp': psd.image_resources.get_data(Resource.XMP_METADATA).decode() if Resource.XMP_METADATA in psd.image_resources else None,
    'merged': packed(psd.topil()),
    'flattened': packed(psd.composite(force=True, color=0.0, alpha=0.0)) if 'flatten' in sys.argv else None,
}))
`;

const PYTHON = '/usr/bin/python3';

/** Whether Debian's python3-psd-tools is here. */
export function hasPsdTools(): boolean {
  return spawnSync(PYTHON, ['-c', 'import psd_tools']).status === 0;
}

export function readWithPsdTools(bytes: Uint8Array, flatten = false): TheirReading {
  const args = flatten ? ['-c', READ, 'flatten'] : ['-c', READ];
  const options = {
    input: bytes,
    maxBuffer: 1e8,
    stdio: ['pipe', 'pipe', 'inherit'] as ['pipe', 'pipe', 'inherit'],
  };
  return JSON.parse(execFileSync(PYTHON, args, options).toString()) as TheirReading;
}
