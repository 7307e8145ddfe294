import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import type { LayeredOutcome } from '../../engine/protocol/index.ts';
import { tell } from './editor-link.ts';
import { askForLayered } from './engine-answers.ts';

/** The open document with its layers, as a file that the desktop keeps for an export. */
export function makeLayeredFile(documentId: string, format: LayeredFormat): Promise<LayeredOutcome> {
  return askForLayered(tell, documentId, format);
}
