import { homedir } from 'node:os';
import { join } from 'node:path';

export interface SystemFolders {
  /** Database, thumbnails, logs: the application's own. */
  readonly data: string;
  /** The person's own pictures. */
  readonly pictures: string;
}

/**
 * Where this system keeps such things.
 * @source XDG Base Directory Specification; Apple File System Programming Guide; Windows known folders
 */
export function systemFolders(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): SystemFolders {
  const home = homedir();
  const pictures = join(home, 'Pictures', 'Gesso');
  if (platform === 'win32') {
    return { data: join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Gesso'), pictures };
  }
  if (platform === 'darwin') {
    return { data: join(home, 'Library', 'Application Support', 'Gesso'), pictures };
  }
  // The specification says that a relative path is to be ignored.
  const absolute = (path: string | undefined): string | null =>
    path?.startsWith('/') === true ? path : null;
  const share = absolute(environment.XDG_DATA_HOME) ?? join(home, '.local', 'share');
  return {
    data: join(share, 'gesso'),
    pictures: join(absolute(environment.XDG_PICTURES_DIR) ?? join(home, 'Pictures'), 'Gesso'),
  };
}
