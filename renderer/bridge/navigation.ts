import { create } from 'zustand';

/** `account` is there only where this Gesso has a cloud. */
export const SETTINGS_PAGES = [
  'account',
  'general',
  'appearance',
  'storage',
  'providers',
  'spending',
  'shortcuts',
  'about',
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

export type Place =
  | { readonly view: 'studio' }
  | { readonly view: 'library'; readonly pictureIds: readonly string[] }
  | { readonly view: 'settings'; readonly page: SettingsPage };

/** The address after `#`. It is the one owner of "where am I", so Back works and links are links. */
export function readPlace(hash: string): Place {
  const [view, rest] = hash.replace(/^#\/?/, '').split('/');
  if (view === 'library')
    return { view, pictureIds: rest === undefined || rest === '' ? [] : rest.split(',') };
  if (view === 'settings') {
    return { view, page: SETTINGS_PAGES.find((page) => page === rest) ?? 'general' };
  }
  return { view: 'studio' };
}

export function addressOf(place: Place): string {
  switch (place.view) {
    case 'studio':
      return '#/studio';
    case 'library':
      return place.pictureIds.length === 0 ? '#/library' : `#/library/${place.pictureIds.join(',')}`;
    case 'settings':
      return `#/settings/${place.page}`;
  }
}

export const usePlace = create<Place>(() => readPlace(location.hash));

window.addEventListener('hashchange', () => usePlace.setState(readPlace(location.hash), true));

export function goTo(place: Place): void {
  const address = addressOf(place);
  // Asked for again, it is shown again: an address that is already there would say nothing.
  if (location.hash === address) usePlace.setState(place, true);
  else location.hash = address;
}
