import type { LayeredFormat } from '../../shared/pictures/index.ts';
import { ask, desktop, type FaultWords, outageWords } from '../bridge/index.ts';
import { makeLayeredFile } from '../studio/index.ts';
import { say } from '../text/index.ts';
import { type Target, tell } from './export-acts.ts';

/** The open document with its layers, as a file of its own. Null when it is there and was told about; otherwise why not. */
export async function exportLayered(
  id: string,
  target: Target,
  format: LayeredFormat,
): Promise<FaultWords | null> {
  const made = await makeLayeredFile(id, format);
  if (made.kind === 'outage' && made.outage !== null) return outageWords(made.outage);
  if (made.kind !== 'kept') {
    const isLarge = made.kind === 'refused' && made.code === 'too-large';
    const why = isLarge ? (`too-large-${format}` as const) : 'away';
    return { title: say(`export:layered.${why}.title`), text: say(`export:layered.${why}.text`) };
  }
  const { name, folder } = target;
  return tell(await ask(desktop.documents.exportLayered({ id, name, folder, format })), target, 'exported');
}
