import type { MenuItemConstructorOptions } from 'electron';
import texts from '../../../resources/locales/en/desktop.json' with { type: 'json' };

/**
 * The system's menu: what a person expects of every program there. The studio's own commands live in the
 * window, the same in both shells.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const application: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [
    ...application,
    {
      label: texts.menu.file,
      submenu: [platform === 'darwin' ? { role: 'close' } : { role: 'quit' }],
    },
    {
      label: texts.menu.edit,
      submenu: [
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { type: 'separator' },
        { role: 'selectAll' },
      ],
    },
    {
      label: texts.menu.window,
      submenu: [{ role: 'minimize' }, { role: 'togglefullscreen' }, { role: 'reload' }],
    },
  ];
}
