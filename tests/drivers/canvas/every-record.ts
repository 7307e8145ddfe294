import type { OraPixels } from '../../../renderer/engine/ora/pixels.ts';
import {
  BLEND_MODES,
  groupLayer,
  insertLayer,
  type LayerId,
  type PixelsId,
  placeGuides,
} from '../../../shared/document/index.ts';
import type { Drawing } from './ora-files.ts';
import type { TheirLayer } from './psd-tools.ts';
import { BLANK, noise, raster, SIDE, wholePixels } from './two-layers.ts';

/** Every mode, both kinds of group, one in the other, masks of both kinds, clipping, and names of many scripts. */
export function everything(): Drawing {
  const pixels = new Map<PixelsId, OraPixels>();
  let document = BLANK;
  const isolated = { ...groupLayer('g' as LayerId, 'Ebene «Ä» 一'), passThrough: false, opacity: 0.5 };
  document = insertLayer(document, isolated, { parent: null, index: 0 });
  const inner = { ...groupLayer('h' as LayerId, 'inner 🍋'), visible: false };
  document = insertLayer(document, inner, { parent: isolated.id, index: 0 });
  for (const [at, blend] of BLEND_MODES.entries()) {
    const mask = {
      pixels: `m${at}` as PixelsId,
      offset: { x: at - 4, y: 3 },
      enabled: at % 2 === 0,
      outside: at % 4 < 2 ? (0 as const) : (255 as const),
    };
    const layer = raster(`l${at}`, {
      name: `${blend} 🍋 'é' <${at}>`,
      blend,
      visible: at % 5 !== 0,
      clipped: at % 7 === 3,
      opacity: at % 3 === 0 ? 1 : 0.4,
      fill: at % 4 === 1 ? 0.6 : 1,
      offset: { x: at - 9, y: 4 - at },
      mask: at % 3 === 1 ? mask : null,
    });
    pixels.set(layer.pixels, wholePixels(noise(at)));
    if (layer.mask !== null)
      pixels.set(mask.pixels, {
        rect: { x: 0, y: 0, width: SIDE, height: 5 },
        channels: 1,
        bytes: noise(at).subarray(0, SIDE * 5),
      });
    const parent = at < 9 ? isolated.id : at < 15 ? inner.id : null;
    document = insertLayer(document, layer, { parent, index: 99 });
  }
  const guides = [
    { orientation: 'vertical', position: 7 },
    { orientation: 'horizontal', position: 12.5 },
  ] as const;
  return { document: placeGuides(document, guides), pixels };
}

const base64 = (bytes: Uint8Array | undefined): string | null =>
  bytes === undefined || bytes.length === 0 ? null : Buffer.from(bytes).toString('base64');

/** What psd-tools will find. */
export function asTheySay({ document, pixels }: Drawing, ids = document.root): TheirLayer[] {
  return ids.map((id) => {
    const layer = document.layers[id];
    if (layer === undefined) throw new Error(id);
    const { mask } = layer;
    const isGroup = layer.kind === 'group';
    const mode = isGroup && layer.passThrough ? 'pass-through' : layer.blend;
    const own = isGroup ? null : base64(pixels.get(layer.pixels)?.bytes);
    const place = isGroup ? null : { left: layer.offset.x, top: layer.offset.y, width: SIDE, height: SIDE };
    return {
      name: layer.name,
      mode: mode.replaceAll('-', '_').toUpperCase(),
      opacity: Math.round(layer.opacity * 255),
      fill: Math.round(layer.fill * 255),
      visible: layer.visible,
      clipped: layer.clipped,
      ...(place as { left: number; top: number; width: number; height: number }),
      pixels: own,
      mask:
        mask === null
          ? null
          : {
              outside: mask.outside,
              disabled: !mask.enabled,
              left: mask.offset.x,
              top: mask.offset.y,
              pixels: base64(pixels.get(mask.pixels)?.bytes),
            },
      layers: isGroup ? asTheySay({ document, pixels }, layer.children) : null,
    };
  });
}

/** Of a group they say where its layers are, which is nothing that the file says. */
export function comparable(layers: readonly TheirLayer[]): unknown {
  return layers.map(({ left, top, width, height, ...rest }) => ({
    ...rest,
    place: rest.layers === null ? { left, top, width, height } : null,
    layers: rest.layers === null ? null : comparable(rest.layers),
  }));
}
