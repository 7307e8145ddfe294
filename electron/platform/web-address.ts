/**
 * The address of a page, spelled as a browser spells it; null for anything else. A file, a script or another program's
 * own kind of address never reaches the system from here.
 */
export function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
