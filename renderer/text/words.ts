import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import account from '../../resources/locales/en/account.json';
import bringIn from '../../resources/locales/en/bring-in.json';
import common from '../../resources/locales/en/common.json';
import documents from '../../resources/locales/en/documents.json';
import exporting from '../../resources/locales/en/export.json';
import faults from '../../resources/locales/en/faults.json';
import firstRun from '../../resources/locales/en/first-run.json';
import inPlace from '../../resources/locales/en/in-place.json';
import jobs from '../../resources/locales/en/jobs.json';
import layers from '../../resources/locales/en/layers.json';
import library from '../../resources/locales/en/library.json';
import settings from '../../resources/locales/en/settings.json';
import studio from '../../resources/locales/en/studio.json';
import tools from '../../resources/locales/en/tools.json';

const english = {
  account,
  'bring-in': bringIn,
  common,
  documents,
  export: exporting,
  faults,
  firstRun,
  'in-place': inPlace,
  jobs,
  layers,
  library,
  settings,
  studio,
  tools,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof english;
  }
}

const NAMESPACES = [
  'account',
  'bring-in',
  'common',
  'documents',
  'export',
  'faults',
  'firstRun',
  'in-place',
  'jobs',
  'layers',
  'library',
  'settings',
  'studio',
  'tools',
] as const;

/** The languages there are words in (BCP 47). */
export const LANGUAGES = ['en'] as const;

/** English is in the bundle; another language is a folder beside it and a line here. */
const words: i18n = i18next.createInstance();
void words.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  ns: NAMESPACES,
  defaultNS: 'common',
  resources: { en: english },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Words outside a component: `say('library:trash.kept')`. */
export const say = words.t;

/** Words inside a component, with every namespace at hand: `t('studio:generate.title')`. */
export function useWords() {
  return useTranslation(NAMESPACES).t;
}

/** A key that has no parameters, for tables that map codes to words. */
export type Words = ReturnType<typeof useWords>;
