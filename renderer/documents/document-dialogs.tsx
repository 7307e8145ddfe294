import { type DocumentPanel, showDocumentPanel } from '../bridge/index.ts';
import { useEditor } from '../studio/index.ts';
import { ChangedDialog } from './changed-dialog.tsx';
import { GuideDialog } from './guide-dialog.tsx';
import { NewDialog } from './new-dialog.tsx';
import { RecentDialog } from './recent-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SaveAsDialog } from './save-as-dialog.tsx';
import { SaveQuestionDialog } from './save-question-dialog.tsx';

/** What is asked now. Some of it only makes sense while a document is open. */
export function DocumentDialogs({ panel }: { readonly panel: DocumentPanel }) {
  const id = useEditor((view) => view.id);
  const close = (): void => showDocumentPanel(null);
  if (panel === 'new') return <NewDialog onClose={close} />;
  if (panel === 'recent') return <RecentDialog onClose={close} />;
  if (id === null) return null;
  if (panel === 'save-as') return <SaveAsDialog key={id} id={id} onClose={close} />;
  if (panel === 'rename') return <RenameDialog key={id} onClose={close} />;
  if (panel === 'guide') return <GuideDialog key={id} onClose={close} />;
  if (panel === 'save-question') return <SaveQuestionDialog key={id} onClose={close} />;
  return <ChangedDialog onClose={close} />;
}
