import type { BrowserWindowConstructorOptions } from 'electron';
import type { WindowState } from './window-state.ts';

/** The window is an untrusted web page: no preload, no Node, no IPC, its own process sandbox. */
export function windowOptions(state: WindowState | null): BrowserWindowConstructorOptions {
  const place =
    state === null
      ? { width: 1440, height: 900 }
      : { x: state.x, y: state.y, width: state.width, height: state.height };
  return {
    ...place,
    minWidth: 1024,
    minHeight: 680,
    show: false,
    title: 'Gesso',
    backgroundColor: '#141414',
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}
