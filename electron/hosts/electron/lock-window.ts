import type { App, Session, Shell } from 'electron';
import { webAddress } from '../../platform/web-address.ts';

export interface Places {
  /** Our own server's origin. */
  readonly own: () => string;
  readonly cloudUrl: string | null;
}

/**
 * Whatever the page becomes, it stays on our origin, opens no window and gets no permission. Links to the web
 * go to the person's browser.
 */
export function lockContents(app: App, shell: Pick<Shell, 'openExternal'>, places: Places): void {
  app.on('web-contents-created', (_event, contents) => {
    const keepInside = (event: { preventDefault(): void }, url: string): void => {
      if (URL.canParse(url) && new URL(url).origin === places.own()) return;
      event.preventDefault();
    };
    contents.on('will-navigate', (event) => keepInside(event, event.url));
    contents.on('will-redirect', (event) => keepInside(event, event.url));
    contents.on('will-frame-navigate', (event) => keepInside(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (isOutside(url, places.cloudUrl)) void shell.openExternal(url).catch(() => undefined);
      return { action: 'deny' };
    });
  });
}

/** A page of the web, or of the cloud that runs on this computer, which needs no certificate. */
function isOutside(text: string, cloudUrl: string | null): boolean {
  const address = webAddress(text);
  if (address === null) return false;
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' || (cloudUrl !== null && origin === new URL(cloudUrl).origin);
}

/** The clipboard is written after a click, which needs no permission of ours; nothing else is ever asked for. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
