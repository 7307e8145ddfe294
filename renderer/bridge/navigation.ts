import { create } from 'zustand';

export const SETTINGS_PAGES = [
  'general',
  'appearance',
  'storage',
  'providers',
  'shortcuts',
  'about',
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

export type Place =
  | { readonly view: 'studio' }
  | { readonly view: 'library'; readonly pictureId: string | null }
  | { readonly view: 'settings'; readonly page: SettingsPage };

/** The address after `#`. It is the one owner of "where am I", so Back works and links are links. */
export function readPlace(hash: string): Place {
  const [view, rest] = hash.replace(/^#\/?/, '').split('/');
  if (view === 'library') return { view, pictureId: rest === undefined || rest === '' ? null : rest };
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
      return place.pictureId === null ? '#/library' : `#/library/${place.pictureId}`;
    case 'settings':
      return `#/settings/${place.page}`;
  }
}

export const usePlace = create<Place>(() => readPlace(location.hash));

window.addEventListener('hashchange', () => usePlace.setState(readPlace(location.hash), true));

export function goTo(place: Place): void {
  location.hash = addressOf(place);
}
