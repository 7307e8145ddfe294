import {
  Copy,
  Eraser,
  Eye,
  EyeOff,
  FilePlus,
  FolderOpen,
  History,
  type LucideIcon,
  PenLine,
  Ruler,
  Save,
  SaveAll,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { showDocumentPanel } from '../bridge/index.ts';
import {
  clearGuides,
  closeDocument,
  duplicateDocument,
  isBehind,
  openFiles,
  saveDocument,
  toggleGuides,
  useEditor,
  useGuides,
} from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Menu, MenuItem, MenuLine, MenuNote } from '../ui/overlays/index.ts';

type Act =
  | 'save'
  | 'saveAs'
  | 'duplicate'
  | 'rename'
  | 'new'
  | 'open'
  | 'recent'
  | 'close'
  | 'newGuide'
  | 'showGuides'
  | 'hideGuides'
  | 'clearGuides';

/** What can be done with the open document as a whole, and how far its file is. */
export function DocumentMenu({ trigger }: { readonly trigger: ReactNode }) {
  const t = useWords();
  const name = useEditor((view) => view.name);
  const state = useEditor(stateOf);
  const guided = useEditor((view) => view.document?.guides !== undefined);
  const shown = useGuides((view) => view.shown);
  const item = (icon: LucideIcon, act: Act, run: () => void, keys?: string): ReactNode => (
    <MenuItem icon={icon} onSelect={run} {...(keys === undefined ? {} : { keys })}>
      {t(`documents:act.${act}`)}
    </MenuItem>
  );
  return (
    <Menu label={t('documents:menu', { name })} trigger={trigger} startOpen>
      <MenuNote>{t(`documents:state.${state}`)}</MenuNote>
      {item(Save, 'save', () => void saveDocument(), t('common:keys.save'))}
      {item(SaveAll, 'saveAs', () => showDocumentPanel('save-as'), t('common:keys.saveAs'))}
      {item(Copy, 'duplicate', () => void duplicateDocument())}
      {item(PenLine, 'rename', () => showDocumentPanel('rename'))}
      <MenuLine />
      {item(Ruler, 'newGuide', () => showDocumentPanel('guide'))}
      {guided ? (
        <>
          {shown
            ? item(EyeOff, 'hideGuides', toggleGuides, t('common:keys.guides'))
            : item(Eye, 'showGuides', toggleGuides, t('common:keys.guides'))}
          {item(Eraser, 'clearGuides', clearGuides)}
        </>
      ) : null}
      <MenuLine />
      {item(FilePlus, 'new', () => showDocumentPanel('new'))}
      {item(FolderOpen, 'open', () => void openFiles(), t('common:keys.open'))}
      {item(History, 'recent', () => showDocumentPanel('recent'))}
      <MenuLine />
      {item(X, 'close', () => void closeDocument())}
    </Menu>
  );
}

function stateOf(
  view: ReturnType<typeof useEditor.getState>,
): 'none' | 'behind' | 'same' | 'missing' | 'changed' {
  if (view.file === null) return 'none';
  if (view.file.state !== 'same') return view.file.state;
  return isBehind(view) === true ? 'behind' : 'same';
}
