/** The formats a picture can leave in, in the order they are offered. */
export const EXPORT_FORMATS = ['png', 'jpeg', 'webp', 'avif', 'tiff'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Files that keep layers, which only a document has. */
export const LAYERED_FORMATS = ['psd', 'ora'] as const;
export type LayeredFormat = (typeof LAYERED_FORMATS)[number];

export const EXPORT_PROFILES = ['keep', 'srgb', 'p3'] as const;
export type ExportProfile = (typeof EXPORT_PROFILES)[number];

/** What a file of the format is called, without the dot. */
export const EXPORT_EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  avif: 'avif',
  tiff: 'tif',
};

export function isLayered(format: ExportFormat | LayeredFormat): format is LayeredFormat {
  return LAYERED_FORMATS.some((one) => one === format);
}

/** By the name of a file; null for one that is written in no such format, as the large kind of Photoshop file. */
export function layeredFormatOf(name: string): LayeredFormat | null {
  const lower = name.toLowerCase();
  return LAYERED_FORMATS.find((format) => lower.endsWith(`.${format}`)) ?? null;
}

/** Whether the format loses something to be smaller, so that a quality can be chosen. */
export function isLossy(format: ExportFormat): boolean {
  return format === 'jpeg' || format === 'webp' || format === 'avif';
}
