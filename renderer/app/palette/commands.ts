import {
  ChevronsUpDown,
  Contrast,
  Hand,
  HardDrive,
  Images,
  Info,
  Keyboard,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Maximize,
  PenLine,
  Settings2,
  Sun,
} from 'lucide-react';
import { goTo, showJobs } from '../../bridge/index.ts';
import { focusPrompt, zoomToFit, zoomToPixels } from '../../studio/index.ts';
import type { Words } from '../../text/index.ts';
import { turnTheme } from '../frame/use-frame-keys.ts';

export interface Command {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly name: string;
  readonly keys?: string;
  readonly run: () => void;
  /** It puts the focus somewhere itself, so the palette must not give it back. */
  readonly movesFocus?: boolean;
}

/** Everything that can be done by name, here and now. */
export function listCommands(t: Words): readonly Command[] {
  const page = (
    id: 'appearance' | 'storage' | 'providers' | 'shortcuts' | 'about',
    icon: LucideIcon,
  ): Command => ({
    id,
    icon,
    name: t(`common:command.${id}`),
    run: () => goTo({ view: 'settings', page: id }),
  });
  return [
    {
      id: 'write',
      icon: PenLine,
      name: t('common:command.write'),
      movesFocus: true,
      run: () => {
        goTo({ view: 'studio' });
        focusPrompt();
      },
    },
    {
      id: 'studio',
      icon: Hand,
      name: t('common:command.studio'),
      keys: 'Alt 1',
      run: () => goTo({ view: 'studio' }),
    },
    {
      id: 'library',
      icon: Images,
      name: t('common:command.library'),
      keys: 'Alt 2',
      run: () => goTo({ view: 'library', pictureIds: [] }),
    },
    {
      id: 'jobs',
      icon: ListChecks,
      name: t('common:command.jobs'),
      keys: t('common:keys.jobs'),
      movesFocus: true,
      run: () => showJobs(true),
    },
    {
      id: 'fit',
      icon: Maximize,
      name: t('common:command.fit'),
      keys: t('common:keys.fit'),
      run: inStudio(zoomToFit),
    },
    {
      id: 'pixels',
      icon: ChevronsUpDown,
      name: t('common:command.pixels'),
      keys: t('common:keys.pixels'),
      run: inStudio(zoomToPixels),
    },
    { id: 'theme', icon: Sun, name: t('common:command.theme'), keys: t('common:keys.theme'), run: turnTheme },
    {
      id: 'settings',
      icon: Settings2,
      name: t('common:command.settings'),
      keys: t('common:keys.settings'),
      run: () => goTo({ view: 'settings', page: 'general' }),
    },
    page('appearance', Contrast),
    page('storage', HardDrive),
    page('providers', KeyRound),
    page('shortcuts', Keyboard),
    page('about', Info),
  ];
}

function inStudio(act: () => void): () => void {
  return () => {
    goTo({ view: 'studio' });
    act();
  };
}

/** Every typed word must begin a word of the name. */
export function matches(name: string, typed: string): boolean {
  const words = name.toLowerCase().split(/\s+/);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}
