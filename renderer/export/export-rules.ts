import {
  EXPORT_EXTENSIONS,
  type ExportFormat,
  isLayered,
  type LayeredFormat,
} from '../../shared/pictures/index.ts';
import { folderOf } from '../text/index.ts';

export const SCALES = ['1', '0.5', '0.25'] as const;
export type Scale = (typeof SCALES)[number];

interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The pixels a picture will have, rounded as the desktop rounds them; shown until its own answer is there. */
export function scaledSize({ width, height }: PixelSize, scale: number): PixelSize {
  const scaled = (side: number): number => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}

/** The desktop's own choice when none was made: `Exports` beside the library's folder. */
export function exportsFolder(libraryFolder: string): string {
  const separator = libraryFolder.includes('\\') ? '\\' : '/';
  return `${folderOf(libraryFolder)}${separator}Exports`;
}

/** A title that was cut ends in an ellipsis, which is no part of a name. */
export function nameFromTitle(title: string): string {
  return title.replace(/…$/, '').trim();
}

/** What follows the name: `.jpg`. */
export function endingOf(format: ExportFormat | LayeredFormat): string {
  return `.${isLayered(format) ? format : EXPORT_EXTENSIONS[format]}`;
}
