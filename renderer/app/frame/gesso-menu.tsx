import { useQuery } from '@tanstack/react-query';
import { Info, Keyboard, Search, Settings2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { changeSettings, goTo, settingsQuery, showPalette } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../../ui/overlays/index.ts';

export function GessoMenu({ trigger }: { readonly trigger: ReactNode }) {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  const themes = (['dark', 'light', 'system'] as const).map((value) => ({
    value,
    label: t(`common:theme.${value}`),
  }));
  return (
    <Menu label={t('common:menu.label')} trigger={trigger} startOpen>
      <MenuItem icon={Search} keys={t('common:keys.palette')} onSelect={() => showPalette(true)}>
        {t('common:menu.palette')}
      </MenuItem>
      <MenuLine />
      <MenuChoices
        label={t('common:theme.label')}
        value={settings?.theme ?? 'dark'}
        choices={themes}
        onChange={(theme) => void changeSettings({ theme })}
      />
      <MenuLine />
      <MenuItem
        icon={Settings2}
        keys={t('common:keys.settings')}
        onSelect={() => goTo({ view: 'settings', page: 'general' })}
      >
        {t('common:menu.settings')}
      </MenuItem>
      <MenuItem icon={Keyboard} onSelect={() => goTo({ view: 'settings', page: 'shortcuts' })}>
        {t('common:menu.shortcuts')}
      </MenuItem>
      <MenuItem icon={Info} onSelect={() => goTo({ view: 'settings', page: 'about' })}>
        {t('common:menu.about')}
      </MenuItem>
    </Menu>
  );
}
