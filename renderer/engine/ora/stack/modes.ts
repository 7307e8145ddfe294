import { BLEND_MODES, type BlendMode } from '../../../../shared/document/index.ts';

/**
 * What each mode is called in a stack. The standard's own names first; those it lacks are called as Krita calls them.
 * @source OpenRaster, layers stack; Krita, KoCompositeOpRegistry.h and its OpenRaster filter
 */
const NAMES: Readonly<Record<BlendMode, string>> = {
  normal: 'svg:src-over',
  dissolve: 'krita:dissolve',
  darken: 'svg:darken',
  multiply: 'svg:multiply',
  'color-burn': 'svg:color-burn',
  'linear-burn': 'krita:linear_burn',
  'darker-color': 'krita:darker color',
  lighten: 'svg:lighten',
  screen: 'svg:screen',
  'color-dodge': 'svg:color-dodge',
  'linear-dodge': 'krita:linear_dodge',
  'lighter-color': 'krita:lighter color',
  overlay: 'svg:overlay',
  'soft-light': 'svg:soft-light',
  'hard-light': 'svg:hard-light',
  'vivid-light': 'krita:vivid_light',
  'linear-light': 'krita:linear light',
  'pin-light': 'krita:pin_light',
  'hard-mix': 'krita:hard_mix_photoshop',
  difference: 'svg:difference',
  exclusion: 'krita:exclusion',
  subtract: 'krita:subtract',
  divide: 'krita:divide',
  hue: 'svg:hue',
  saturation: 'svg:saturation',
  color: 'svg:color',
  luminosity: 'svg:luminosity',
};

/** Other names for what we know, as they are met in files. */
const ALSO: Readonly<Record<string, BlendMode>> = {
  'svg:plus': 'linear-dodge',
  'krita:add': 'linear-dodge',
  'krita:normal': 'normal',
  'krita:multiply': 'multiply',
  'krita:burn': 'color-burn',
  'krita:dodge': 'color-dodge',
  'krita:diff': 'difference',
  'krita:soft_light': 'soft-light',
  'krita:soft_light_svg': 'soft-light',
  'krita:hard_light': 'hard-light',
  'krita:hard mix': 'hard-mix',
  'krita:luminize': 'luminosity',
  'krita:hue': 'hue',
  'krita:saturation': 'saturation',
  'krita:color': 'color',
};

const MODES: ReadonlyMap<string, BlendMode> = new Map([
  ...Object.entries(ALSO),
  ...BLEND_MODES.map((mode) => [NAMES[mode], mode] as const),
]);

/** Draws only where something is beneath: what a clipped layer is called in a stack. */
export const CLIPPED_OP = 'svg:src-atop';

export function opOf(mode: BlendMode): string {
  return NAMES[mode];
}

/** Null for a name that nobody here knows. */
export function modeOf(op: string): BlendMode | null {
  return MODES.get(op) ?? null;
}
