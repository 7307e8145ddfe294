/**
 * The 27 blend modes of layers, by the names designers know, in the order they are offered. Each has the name it is
 * written under in OpenRaster; those that the standard lacks use the names Krita gives them.
 * @source OpenRaster baseline, layers stack; Krita's composite op ids
 */
export const BLEND_MODES = [
  'normal',
  'dissolve',
  'darken',
  'multiply',
  'color-burn',
  'linear-burn',
  'darker-color',
  'lighten',
  'screen',
  'color-dodge',
  'linear-dodge',
  'lighter-color',
  'overlay',
  'soft-light',
  'hard-light',
  'vivid-light',
  'linear-light',
  'pin-light',
  'hard-mix',
  'difference',
  'exclusion',
  'subtract',
  'divide',
  'hue',
  'saturation',
  'color',
  'luminosity',
] as const;

export type BlendMode = (typeof BLEND_MODES)[number];

export function isBlendMode(name: unknown): name is BlendMode {
  return BLEND_MODES.some((mode) => mode === name);
}
