import { app, BrowserWindow, Menu, screen, session, shell, utilityProcess } from 'electron';
import { runElectronHost } from './main.ts';

await runElectronHost(
  { app, BrowserWindow, Menu, screen, session, shell, utilityProcess },
  process.argv.slice(app.isPackaged ? 1 : 2),
  (line) => void process.stdout.write(`${line}\n`),
);
