import type { App, Session, Shell } from 'electron';

/** Addresses that a person may be sent to in their own browser. */
const EXTERNAL = /^https:\/\//;

/**
 * Whatever the page becomes, it stays on our origin, opens no window and gets no permission. Links to the web
 * go to the person's browser.
 */
export function lockContents(app: App, shell: Pick<Shell, 'openExternal'>, ownOrigin: () => string): void {
  app.on('web-contents-created', (_event, contents) => {
    const keepInside = (event: { preventDefault(): void }, url: string): void => {
      if (URL.canParse(url) && new URL(url).origin === ownOrigin()) return;
      event.preventDefault();
    };
    contents.on('will-navigate', (event) => keepInside(event, event.url));
    contents.on('will-redirect', (event) => keepInside(event, event.url));
    contents.on('will-frame-navigate', (event) => keepInside(event, event.url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (EXTERNAL.test(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** The clipboard is written after a click, which needs no permission of ours; nothing else is ever asked for. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
