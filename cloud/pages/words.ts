import i18next from 'i18next';
import cloud from '../../resources/locales/en/cloud.json' with { type: 'json' };

type Values = Readonly<Record<string, string | number>>;

const texts = i18next.createInstance();
void texts.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { cloud } },
  defaultNS: 'cloud',
  // The templates escape; twice would show entities.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** A text of the browser's pages. Only English exists; the language of a page is chosen here when there are more. */
export function words(key: string, values: Values = {}): string {
  // The window's keys are known to the types of the library, and ours are not among them.
  return String(Reflect.apply(texts.t, texts, [key, values]));
}

export const LANGUAGE = 'en';

/** How long to wait, in whole words: rounded up, so that it is never too early. */
export function waitWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds <= 90) return words('wait.seconds', { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 90) return words('wait.minutes', { count: minutes });
  return words('wait.hours', { count: Math.ceil(minutes / 60) });
}

export function dayWords(timeMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(timeMs);
}
