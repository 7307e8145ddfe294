import { useQuery } from '@tanstack/react-query';
import { folderQuery, settingsQuery } from '../bridge/index.ts';
import { useEditor } from '../studio/index.ts';
import { folderOf } from '../text/index.ts';

/** Beside the document's file, else beside the library; home where that folder is not there. Null until it is known. */
export function useStartFolder(): string | null {
  const { data: settings } = useQuery(settingsQuery);
  const file = useEditor((view) => view.file);
  const known = file?.path ?? settings?.libraryFolder ?? null;
  const wanted = known === null ? null : folderOf(known);
  const { data: folder, isError } = useQuery({ ...folderQuery(wanted), enabled: wanted !== null });
  const { data: home } = useQuery({ ...folderQuery(null), enabled: isError });
  if (isError) return home?.path ?? null;
  return folder?.path ?? null;
}
