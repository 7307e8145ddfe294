import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { settingsQuery } from '../../bridge/index.ts';

/** The server writes the theme into the page, so that the first paint is right; from then on the settings do. */
export function useAppearance(): void {
  const { data: settings } = useQuery(settingsQuery);
  const theme = settings?.theme;
  const surround = settings?.surround;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme !== undefined) dataset.theme = theme;
    if (surround === undefined || surround === null) delete dataset.surround;
    else dataset.surround = surround;
  }, [theme, surround]);
}

/** Light in the dark, dark in the light: what the eye sees now is what turns. */
export function otherTheme(theme: 'system' | 'dark' | 'light'): 'dark' | 'light' {
  const dark =
    theme === 'dark' || (theme === 'system' && !matchMedia('(prefers-color-scheme: light)').matches);
  return dark ? 'light' : 'dark';
}
