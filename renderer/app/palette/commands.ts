import {
  ChevronsUpDown,
  Contrast,
  Copy,
  FilePlus,
  FolderOpen,
  Hand,
  HardDrive,
  History,
  ImageDown,
  Images,
  Info,
  Keyboard,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Maximize,
  PenLine,
  Ruler,
  Save,
  SaveAll,
  Settings2,
  Sun,
  UserRound,
  Wallet,
  X,
} from 'lucide-react';
import {
  accountQuery,
  goTo,
  ofPicture,
  queryClient,
  showDocumentPanel,
  showExport,
  showJobs,
  usePlace,
} from '../../bridge/index.ts';
import { copyPicture } from '../../export/index.ts';
import { leadingPicture } from '../../library/index.ts';
import {
  closeDocument,
  duplicateDocument,
  focusPrompt,
  openFiles,
  saveDocument,
  studioSubject,
  useEditor,
  zoomToFit,
  zoomToPixels,
} from '../../studio/index.ts';
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
  /** It opens something that gives the focus back in the end, so it waits until the palette has done so. */
  readonly opens?: boolean;
}

/** Everything that can be done by name, here and now. */
export function listCommands(t: Words): readonly Command[] {
  const page = (
    id: 'appearance' | 'storage' | 'providers' | 'spending' | 'shortcuts' | 'about',
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
      id: 'open',
      icon: FolderOpen,
      name: t('bring-in:open'),
      keys: t('common:keys.open'),
      run: inStudio(() => void openFiles()),
    },
    ...documentCommands(t),
    {
      id: 'jobs',
      icon: ListChecks,
      name: t('common:command.jobs'),
      keys: t('common:keys.jobs'),
      movesFocus: true,
      run: () => showJobs(true),
    },
    ...pictureCommands(t),
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
    ...accountCommands(t),
    page('appearance', Contrast),
    page('storage', HardDrive),
    page('providers', KeyRound),
    page('spending', Wallet),
    page('shortcuts', Keyboard),
    page('about', Info),
  ];
}

/** Where this Gesso has no cloud there is no account to open. */
function accountCommands(t: Words): readonly Command[] {
  if (queryClient.getQueryData(accountQuery.queryKey)?.cloud == null) return [];
  return [
    {
      id: 'account',
      icon: UserRound,
      name: t('account:command'),
      run: () => goTo({ view: 'settings', page: 'account' }),
    },
  ];
}

/** Making and finding documents at any time; the rest while one is open in the Studio. */
function documentCommands(t: Words): readonly Command[] {
  const always: readonly Command[] = [
    {
      id: 'new-document',
      icon: FilePlus,
      name: t('documents:act.new'),
      opens: true,
      run: () => showDocumentPanel('new'),
    },
    {
      id: 'recent-documents',
      icon: History,
      name: t('documents:act.recent'),
      opens: true,
      run: () => showDocumentPanel('recent'),
    },
  ];
  if (usePlace.getState().view !== 'studio' || useEditor.getState().id === null) return always;
  return [
    ...always,
    {
      id: 'save-document',
      icon: Save,
      name: t('documents:act.saveDocument'),
      keys: t('common:keys.save'),
      opens: true,
      run: () => void saveDocument(),
    },
    {
      id: 'save-document-as',
      icon: SaveAll,
      name: t('documents:act.saveDocumentAs'),
      keys: t('common:keys.saveAs'),
      opens: true,
      run: () => showDocumentPanel('save-as'),
    },
    {
      id: 'duplicate-document',
      icon: Copy,
      name: t('documents:act.duplicate'),
      run: () => void duplicateDocument(),
    },
    {
      id: 'rename-document',
      icon: PenLine,
      name: t('documents:act.rename'),
      opens: true,
      run: () => showDocumentPanel('rename'),
    },
    {
      id: 'new-guide',
      icon: Ruler,
      name: t('documents:act.newGuide'),
      opens: true,
      run: () => showDocumentPanel('guide'),
    },
    { id: 'close-document', icon: X, name: t('documents:act.close'), run: () => void closeDocument() },
  ];
}

/** What can be done with the picture at hand: the Studio's, or the one whose details the Library shows. */
function pictureCommands(t: Words): readonly Command[] {
  const { view } = usePlace.getState();
  const subject =
    view === 'studio' ? studioSubject() : view === 'library' ? ofPicture(leadingPicture()) : null;
  if (subject === null) return [];
  return [
    {
      id: 'export',
      icon: ImageDown,
      name: t('common:command.export'),
      keys: t('common:keys.export'),
      opens: true,
      run: () => showExport(subject),
    },
    { id: 'copy', icon: Copy, name: t('common:command.copy'), run: () => void copyPicture(subject) },
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
