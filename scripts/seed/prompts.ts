import type { Chance } from './chance.ts';

const words = (list: string): readonly string[] => list.trim().split(/\s*,\s*/);

const SUBJECTS = words(`
  quinces on linen, a fox asleep in bracken, an old lighthouse keeper, a bowl of cherries, a tram at night,
  a cabinet of curiosities, two herons in fog, a greenhouse full of ferns, a violin maker's bench, a paper boat,
  the harbour of a small town, a woman reading by a window, a stack of enamel pots, a moth on a lampshade,
  a café terrace after rain, a child with a kite, crème brûlée on slate, an orange cat on a wall, a bakery at dawn,
  a field of poppies, a chess game in a park, a glass of green tea, a beekeeper with her hives, a wooden staircase,
  an abandoned swimming pool, a caravan in the dunes, a bouquet of tulips, a snow-covered orchard, a robot gardener,
  a whale above the city, a market stall with lemons, a dragon made of porcelain, a typewriter and coffee,
  an island with one tree, a jazz trio, a pair of worn boots, a mountain hut, a library with ladders,
  a kingfisher diving, a loaf of rye bread, a botanical study of thistles, a map of an imaginary coast,
  a poster for a film festival, a logo for a bicycle workshop, packaging for dark chocolate, a perfume bottle,
  a knitted octopus, an astronaut in a laundromat, a Persian garden, a wolf in birch trees`);
const LOOKS = words(`
  weathered, gleaming, tiny, monumental, half-finished, overgrown, symmetrical, translucent, delicate, rough,
  melancholy, cheerful, mysterious, quiet, restless, elegant, dusty, frozen, sunlit, storm-beaten, velvety, brittle`);
const COLOURS = words(`
  ochre, vermilion, ultramarine, sage green, dusty pink, ivory, charcoal, turquoise, saffron, burgundy, indigo,
  mustard yellow, pale blue, copper, olive, lavender, terracotta, black and white, pastel, neon`);
const LIGHT = words(`
  golden hour, soft north light, hard noon sun, candlelight, blue hour, overcast, backlit, rim light, moonlight,
  studio softbox, window light from the left, neon reflections, dappled shade, lantern glow, first light`);
const MEDIA = words(`
  oil on canvas, watercolour, gouache, linocut, etching, 35 mm film, large format photograph, pencil sketch, collage,
  risograph print, isometric render, claymation still, ink wash, charcoal drawing, screen print, stained glass,
  pixel art, embroidery, paper cut, fresco, cyanotype, woodblock print, macro photograph, matte painting`);
const FRAMING = words(`
  close-up, wide shot, from above, low angle, centred composition, rule of thirds, shallow depth of field,
  lots of negative space, seamless pattern, portrait orientation, panoramic, symmetrical, tilted horizon, flat lay`);
const MOODS = words(`
  calm, nostalgic, eerie, festive, austere, playful, dreamlike, cinematic, intimate, epic, minimal, baroque, cosy,
  documentary, surreal, scientific, romantic, industrial`);
const DETAILS = words(`
  with visible brush strokes, with a torn edge, steam rising, water droplets, a crack in the glass, fine grain,
  a single red thread, birds in the distance, handwritten notes, a shadow of a tree, worn leather, folded paper,
  a faint smile, scattered petals, rust and moss, a reflection in a puddle, dust in the air, gold leaf accents,
  long exposure, a hidden door, crumbs on the table, a spiral staircase, fingerprints, a view of the sea`);

/** A prompt as designers write them: a subject, a manner, and sometimes far too much. */
export function inventPrompt(chance: Chance): string {
  const parts = [`${chance.pick(LOOKS)} ${chance.pick(SUBJECTS)}`.replace(/^(\S+) (an?|the) /, '$2 $1 ')];
  parts.push(chance.pick(MEDIA), `${chance.pick(COLOURS)} and ${chance.pick(COLOURS)}`);
  if (chance.next() < 0.8) parts.push(chance.pick(LIGHT));
  if (chance.next() < 0.6) parts.push(chance.pick(FRAMING));
  if (chance.next() < 0.6) parts.push(chance.pick(DETAILS));
  if (chance.next() < 0.5) parts.push(`${chance.pick(MOODS)} mood`);
  if (chance.next() < 0.2) parts.push(`study no. ${chance.below(5000)}`);
  for (let more = chance.below(10) === 0 ? 6 : 0; more > 0; more--) parts.push(chance.pick(DETAILS));
  return parts.join(', ');
}
