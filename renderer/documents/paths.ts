/** Both kinds of separator, because the desktop may run anywhere and the window does not know where. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return `${folder.replace(/[\\/]+$/, '')}${separator}${name}`;
}

/** A document's name as a file's: signs that no system takes in a name are left out. */
export function fileNameFrom(name: string): string {
  return name
    .replace(/\.(?:ora|psd|psb)$/i, '')
    .replace(/[<>:"|?*\\/]/g, ' ')
    .replace(/…$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
