/** Both kinds of separator, because the desktop may run anywhere and the window does not know where. */
export function folderOf(path: string): string {
  return path.replace(/[\\/]+[^\\/]*[\\/]*$/, '');
}
