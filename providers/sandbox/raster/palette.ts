import { hashText } from './chance.ts';
import { type Colour, clamp, colour, display, lerp, perceive } from './colour.ts';

/** Colours by role; each family says what its places mean. */
export type Palette = readonly string[];

/** What the prompt's words say about colour. */
export interface ColourWish {
  /** Hues asked for, radians in OKLCH, in the order of the prompt. */
  readonly hues: readonly number[];
  readonly lighter: number;
  /** Factor on how colourful things are. */
  readonly chroma: number;
}

const HUE_WORDS: readonly (readonly [pattern: RegExp, sample: string])[] = [
  [/\b(red|crimson|scarlet|ruby|cherry)\b/i, '#D8322B'],
  [/\b(orange|terracotta|rust|apricot|coral)\b/i, '#E2703A'],
  [/\b(yellow|gold|golden|lemon|mustard|saffron|ochre|amber)\b/i, '#EDB82B'],
  [/\b(green|emerald|olive|sage|moss|mint|jade)\b/i, '#3E8E5A'],
  [/\b(turquoise|teal|cyan|aqua)\b/i, '#2A9C9C'],
  [/\b(blue|navy|indigo|cobalt|ultramarine|azure)\b/i, '#2F56B0'],
  [/\b(purple|violet|lavender|lilac|plum|mauve)\b/i, '#7A4FA3'],
  [/\b(pink|rose|magenta|fuchsia|blush)\b/i, '#DB6A94'],
];

const TONE_WORDS: readonly (readonly [pattern: RegExp, lighter: number, chroma: number])[] = [
  [/\b(pastel|pale|soft|light|milky|powdery)\b/i, 0.3, 0.6],
  [/\b(dark|moody|shadowy|deep)\b/i, -0.22, 0.9],
  [/\b(vivid|bright|neon|saturated|bold)\b/i, 0.04, 1.3],
  [/\b(muted|faded|dusty|washed)\b/i, 0.05, 0.6],
  [/\b(monochrome|black and white|grey|gray|grayscale|greyscale)\b/i, 0, 0.04],
];

export function readColourWish(prompt: string): ColourWish {
  const hues = HUE_WORDS.flatMap(([pattern, sample]) => {
    const found = pattern.exec(prompt);
    return found === null ? [] : [{ at: found.index, hue: perceive(colour(sample)).hue }];
  });
  const tones = TONE_WORDS.filter(([pattern]) => pattern.test(prompt));
  return {
    hues: hues.sort((a, b) => a.at - b.at).map(({ hue }) => hue),
    lighter: tones.reduce((sum, [, lighter]) => sum + lighter, 0),
    chroma: tones.reduce((product, [, , chroma]) => product * chroma, 1),
  };
}

/** Nearly grey colours keep their hue: paper stays paper whatever the prompt asks for. */
const NEUTRAL_CHROMA = 0.035;

/**
 * A palette bent towards the wish: lightness, and with it the composition, stays; hues swing to those asked for,
 * the most colourful first, and keep a third of the differences between them.
 */
export function tunePalette(palette: Palette, wish: ColourWish): readonly Colour[] {
  const perceived = palette.map((hex) => perceive(colour(hex)));
  const strongest = perceived.reduce((best, next) => (next.chroma > best.chroma ? next : best));
  const ranked = perceived.filter((each) => each.chroma > NEUTRAL_CHROMA).sort((a, b) => b.chroma - a.chroma);
  return perceived.map((each) => {
    const rank = ranked.indexOf(each);
    const target = rank < 0 ? undefined : wish.hues[rank % Math.max(1, wish.hues.length)];
    const hue = target === undefined ? each.hue : target + turn(strongest.hue, each.hue) * 0.3;
    const lightness =
      wish.lighter < 0 ? each.lightness * (1 + wish.lighter) : lerp(each.lightness, 0.96, wish.lighter);
    return display({ lightness: clamp(lightness), chroma: each.chroma * wish.chroma, hue });
  });
}

/** Which of a family's palettes: neighbouring seeds never share one, so candidates look different at a glance. */
export function choosePalette(
  palettes: readonly [Palette, ...Palette[]],
  prompt: string,
  seed: number,
): Palette {
  return palettes[(hashText(prompt) + seed) % palettes.length] ?? palettes[0];
}

function turn(from: number, to: number): number {
  const full = 2 * Math.PI;
  return ((((to - from + Math.PI) % full) + full) % full) - Math.PI;
}
