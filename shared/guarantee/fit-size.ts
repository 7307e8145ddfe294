import type { Picture } from './picture.ts';

/** A picture of the frame's size from one of any size: all of it, stretched where its shape is another. */
export function fitSize(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  let source = picture;
  // Halved first where it is much larger: four pixels are looked at below, and no more.
  while (source.width >= 2 * width && source.height >= 2 * height) source = half(source);
  const bytes = new Uint8Array(width * height * 4);
  const stepX = source.width / width;
  const stepY = source.height / height;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      mix(source, (x + 0.5) * stepX - 0.5, (y + 0.5) * stepY - 0.5, bytes, 4 * (y * width + x));
  return { width, height, bytes };
}

function half(source: Picture): Picture {
  const width = source.width >> 1;
  const height = source.height >> 1;
  const bytes = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) mix(source, 2 * x + 0.5, 2 * y + 0.5, bytes, 4 * (y * width + x));
  return { width, height, bytes };
}

/** Four pixels, premultiplied, each by how near it is. */
function mix({ width, height, bytes }: Picture, px: number, py: number, out: Uint8Array, to: number): void {
  const left = Math.floor(px);
  const top = Math.floor(py);
  const u = px - left;
  const v = py - top;
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let j = 0; j < 2; j++)
    for (let i = 0; i < 2; i++) {
      const x = Math.min(width - 1, Math.max(0, left + i));
      const y = Math.min(height - 1, Math.max(0, top + j));
      const from = 4 * (y * width + x);
      const solid = (i === 0 ? 1 - u : u) * (j === 0 ? 1 - v : v) * (bytes[from + 3] ?? 0);
      red += solid * (bytes[from] ?? 0);
      green += solid * (bytes[from + 1] ?? 0);
      blue += solid * (bytes[from + 2] ?? 0);
      alpha += solid;
    }
  if (alpha === 0) return;
  out[to] = red / alpha + 0.5;
  out[to + 1] = green / alpha + 0.5;
  out[to + 2] = blue / alpha + 0.5;
  out[to + 3] = alpha + 0.5;
}
