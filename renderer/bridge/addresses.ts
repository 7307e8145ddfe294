/** The server's byte routes; see `electron/server`. Relative, so that the page never knows its port. */

/** The picture as a browser can show it: its own bytes, or a PNG made of a format that browsers lack. */
export function shownAddress(sha256: string): string {
  return `/shown/${sha256}`;
}

/** WebP, 512 px on the longer side at most. */
export function thumbnailAddress(sha256: string): string {
  return `/thumbnails/${sha256}`;
}

/** A rough version of a picture being made; the number makes each a new address. */
export function previewAddress(generationId: string, ordinal: number, version: number): string {
  return `/previews/${generationId}/${ordinal}?v=${version}`;
}

/** The person's own picture; the version makes each a new address. */
export function accountPictureAddress(version: string): string {
  return `/account-picture?v=${encodeURIComponent(version)}`;
}
