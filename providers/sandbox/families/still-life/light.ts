import { type Colour, clamp, type Ink, ramp } from '../../raster/colour.ts';
import type { Frame, Shade } from '../family.ts';
import type { Thing } from './things.ts';

export interface Scene {
  readonly frame: Frame;
  readonly things: readonly Thing[];
  readonly cloth: (x: number, z: number, ink: Ink) => void;
  readonly wall: (x: number, y: number, ink: Ink) => void;
  readonly lamp: Colour;
}

const EYE = { y: 2.75, z: 11 };
const WALL_Z = -2.9;
/** Towards the window: left, above and in front. */
const LIGHT = unit(-0.74, 0.62, 0.42);
const SIDE = unit(0.42, 0, 0.74);
const SHADOW_SOFTNESS = 7;

type Vector = readonly [x: number, y: number, z: number];

/**
 * Casts one ray for each point: planes by arithmetic, things by walking their distance fields, and only those
 * whose ball the ray meets. That keeps a megapixel near a second without a graphics card.
 * @source J. C. Hart, "Sphere tracing", 1996; the soft shadow follows the nearest miss along the way to the light
 */
export function createScene({ frame, things, cloth, wall, lamp }: Scene): Shade {
  // The things span about seven units: the narrower the frame, the wider the lens must look.
  const wide = frame.halfWidth / frame.halfHeight;
  const span = wide > 1.25 ? 3.95 : wide > 0.85 ? 2.95 : 2.05;
  const lens = span / frame.halfWidth / EYE.z;
  const level = wide < 0.85 ? 1.75 : wide > 1.25 ? 1.45 : 1.55;
  const hit = { thing: -1, distance: 0 };
  const centreX = Float64Array.from(things, (thing) => thing.x - thing.body.middle * thing.size * thing.sin);
  const centreY = Float64Array.from(things, (thing) => thing.y + thing.body.middle * thing.size * thing.cos);

  return (x, y, ink) => {
    const dx = x * lens;
    const dy = -y * lens + (level - EYE.y) / EYE.z;
    const length = Math.sqrt(dx * dx + dy * dy + 1);
    const [rx, ry, rz] = [dx / length, dy / length, -1 / length];
    const toTable = ry < 0 ? -EYE.y / ry : Number.POSITIVE_INFINITY;
    const toWall = (WALL_Z - EYE.z) / rz;
    nearest(rx, ry, rz, Math.min(toTable, toWall));
    const t = hit.distance;
    const [px, py, pz] = [rx * t, EYE.y + ry * t, EYE.z + rz * t];
    const thing = things[hit.thing];
    if (thing !== undefined) {
      shadeThing(thing, [px, py, pz], [rx, ry, rz], ink);
    } else if (toTable < toWall) {
      cloth(px, pz, ink);
      const sun = shadow([px, 0.004, pz], -1) * LIGHT[1];
      tone(ink, 0.42 * sheltered(px, 0, pz, 0, 1, 0, -1) + 1.0 * sun, lamp);
    } else {
      wall(px, py, ink);
      const beam = ramp(1.9, -1.4, px * 0.8 + py * 0.55 - 1.2);
      const sun = shadow([px, py, pz], -1);
      tone(ink, 0.3 + (0.2 + 0.42 * beam) * sun, lamp);
    }
  };

  function nearest(rx: number, ry: number, rz: number, farthest: number): void {
    hit.thing = -1;
    hit.distance = farthest;
    for (let index = 0; index < things.length; index++) {
      const thing = things[index];
      if (thing === undefined) continue;
      const reach = thing.body.reach * thing.size;
      const ox = centreX[index] ?? 0;
      const oy = (centreY[index] ?? 0) - EYE.y;
      const oz = thing.z - EYE.z;
      const along = ox * rx + oy * ry + oz * rz;
      const miss = ox * ox + oy * oy + oz * oz - along * along;
      if (miss > reach * reach) continue;
      const half = Math.sqrt(reach * reach - miss);
      let t = along - half;
      const end = Math.min(along + half, hit.distance);
      for (let step = 0; step < 60 && t < end; step++) {
        const away = thingDistance(thing, rx * t, EYE.y + ry * t, EYE.z + rz * t);
        if (away < 0.0025) {
          hit.thing = index;
          hit.distance = t;
          break;
        }
        t += away * 0.92;
      }
    }
  }

  function shadeThing(thing: Thing, p: Vector, ray: Vector, ink: Ink): void {
    const [lx, ly, lz] = local(thing, p[0], p[1], p[2]);
    thing.skin(lx, ly, lz, ink);
    const n = normal(thing, lx, ly, lz);
    const facing = n[0] * LIGHT[0] + n[1] * LIGHT[1] + n[2] * LIGHT[2];
    // Wrapped a little past the edge, as skin and glaze let light through.
    const lit = clamp((facing + 0.12) / 1.12);
    const index = things.indexOf(thing);
    const away = 0.03;
    const sun = lit > 0 ? shadow([p[0] + n[0] * away, p[1] + n[1] * away, p[2] + n[2] * away], index) : 0;
    const open = sheltered(p[0], p[1], p[2], n[0], n[1], n[2], index);
    const deep = inHollow(thing, lx, ly, lz);
    const ambient = (0.26 + 0.14 * n[1]) * open * deep;
    const bounce = 0.16 * clamp(0.35 - 0.65 * n[1]) * ramp(2.2, 0.1, p[1]);
    tone(ink, ambient + bounce + 0.95 * lit * sun * deep, lamp);
    gleam(thing.gloss * deep, n, ray, sun, ink);
  }

  function gleam(gloss: number, n: Vector, ray: Vector, sun: number, ink: Ink): void {
    const along = 2 * (n[0] * ray[0] + n[1] * ray[1] + n[2] * ray[2]);
    const [mx, my, mz] = [ray[0] - along * n[0], ray[1] - along * n[1], ray[2] - along * n[2]];
    const towards = mx * LIGHT[0] + my * LIGHT[1] + mz * LIGHT[2];
    const across = mx * SIDE[0] + mz * SIDE[2];
    const edge = 1 - clamp(-(n[0] * ray[0] + n[1] * ray[1] + n[2] * ray[2]));
    const rim = edge * edge * edge * edge;
    // The window: two panes with a bar between, blurred by how rough the skin is.
    const blur = 0.03 + 0.14 * (1 - gloss);
    const panes = ramp(0.26 + blur, 0.26 - blur, Math.abs(across)) * ramp(0.9 - blur, 0.9 + blur, towards);
    const bar = gloss > 0.5 ? 1 - 0.8 * ramp(0.035, 0.012, Math.abs(across)) : 1;
    const light = gloss * (0.72 * panes * bar * (0.25 + 0.75 * sun) + 0.16 * rim);
    for (let channel = 0; channel < 3; channel++)
      ink[channel] = (ink[channel] ?? 0) + light * (lamp[channel] ?? 1);
  }

  /** 1 in full light, 0 in full shade. */
  function shadow(from: Vector, self: number): number {
    let light = 1;
    for (let index = 0; index < things.length; index++) {
      const thing = things[index];
      if (thing === undefined) continue;
      const reach = thing.body.reach * thing.size * 1.35;
      const ox = (centreX[index] ?? 0) - from[0];
      const oy = (centreY[index] ?? 0) - from[1];
      const oz = thing.z - from[2];
      const along = ox * LIGHT[0] + oy * LIGHT[1] + oz * LIGHT[2];
      const miss = ox * ox + oy * oy + oz * oz - along * along;
      if (along < -reach || miss > reach * reach) continue;
      let t = Math.max(index === self ? 0.06 : 0.012, along - reach);
      for (let step = 0; step < 26 && t < along + reach && light > 0.01; step++) {
        const away = thingDistance(
          thing,
          from[0] + LIGHT[0] * t,
          from[1] + LIGHT[1] * t,
          from[2] + LIGHT[2] * t,
        );
        light = Math.min(light, clamp(0.5 + (0.5 * SHADOW_SOFTNESS * away) / (t + 0.15)));
        t += Math.max(away * 0.9, 0.035);
      }
    }
    return light * light * (3 - 2 * light);
  }

  /** How much of the open room a point sees, from the balls of the other things and the table. */
  function sheltered(
    px: number,
    py: number,
    pz: number,
    nx: number,
    ny: number,
    nz: number,
    self: number,
  ): number {
    let open = self < 0 ? 1 : 0.55 + 0.45 * ramp(-0.1, 0.9, py - ny * -0.3);
    for (let index = 0; index < things.length; index++) {
      const thing = things[index];
      if (thing === undefined || index === self) continue;
      const radius = thing.body.reach * thing.size * 0.62;
      const middle = centreY[index] ?? 0;
      const ox = thing.x - px;
      const oy = (self < 0 ? Math.min(middle, radius) : middle) - py;
      const oz = thing.z - pz;
      const far = Math.max(ox * ox + oy * oy + oz * oz, radius * radius);
      const facing = clamp((ox * nx + oy * ny + oz * nz) / Math.sqrt(far) + 0.15);
      open *= 1 - clamp((0.9 * facing * radius * radius) / far, 0, 0.85);
    }
    return open;
  }
}

/** Written out, without arrays: this runs a hundred times for every pixel. */
function thingDistance(thing: Thing, px: number, py: number, pz: number): number {
  const dx = (px - thing.x) / thing.size;
  const dy = (py - thing.y) / thing.size;
  const x = dx * thing.cos + dy * thing.sin;
  const y = dy * thing.cos - dx * thing.sin;
  const z = (pz - thing.z) / thing.size;
  return thing.body.distance(Math.sqrt(x * x + z * z), y) * thing.size;
}

function local(thing: Thing, px: number, py: number, pz: number): Vector {
  const x = (px - thing.x) / thing.size;
  const y = (py - thing.y) / thing.size;
  return [x * thing.cos + y * thing.sin, y * thing.cos - x * thing.sin, (pz - thing.z) / thing.size];
}

function normal(thing: Thing, x: number, y: number, z: number): Vector {
  const radius = Math.max(1e-4, Math.sqrt(x * x + z * z));
  const { cell, distance } = thing.body;
  const outward = distance(radius + cell, y) - distance(Math.max(0, radius - cell), y);
  const upward = distance(radius, y + cell) - distance(radius, y - cell);
  const length = Math.max(1e-6, Math.sqrt(outward * outward + upward * upward));
  const [nx, ny] = [((outward / length) * x) / radius, upward / length];
  return [
    nx * thing.cos - ny * thing.sin,
    nx * thing.sin + ny * thing.cos,
    ((outward / length) * z) / radius,
  ];
}

/** Light does not find its way to the bottom of a jug: darker the deeper a point lies inside a wall. */
function inHollow(thing: Thing, x: number, y: number, z: number): number {
  const radius = Math.sqrt(x * x + z * z);
  const isWall = thing.body.distance(radius + 0.05, y) < 0 && thing.body.distance(radius + 0.14, y) > 0;
  return isWall && radius > 0.05 ? 0.55 : 1;
}

/** Lights a colour and rolls the brightest part off softly, so that paper-white glaze keeps its form. */
function tone(ink: Ink, light: number, lamp: Colour): void {
  const warm = clamp(light);
  for (let channel = 0; channel < 3; channel++) {
    const albedo = (ink[channel] ?? 0) ** 2;
    const cool = channel === 2 ? 1.12 : channel === 0 ? 0.94 : 1;
    const value = albedo * light * 1.22 * (cool + ((lamp[channel] ?? 1) - cool) * warm);
    ink[channel] = Math.sqrt(value * ((1 + value * 0.28) / (1 + value * 0.42)));
  }
}

function unit(x: number, y: number, z: number): Vector {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
