import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';
import { type DocumentRecord, type MadeOf, madeOf, type Origin } from '../../shared/document/index.ts';
import { thumbnailAddress } from '../bridge/index.ts';
import { type LostInPsd, lostInPsd } from '../engine/protocol/index.ts';
import { pictureTitle } from '../text/index.ts';

/** What the file will always say of itself, as a key of the words. */
type Told = 'madeByAi' | 'madeBySandbox' | 'partlyAi' | 'partlySandbox' | 'byHand' | 'notKnown';

/** What the desktop is asked for. */
export type ExportOf =
  | { readonly kind: 'picture'; readonly id: string }
  | {
      readonly kind: 'document';
      readonly id: string;
      readonly origins: readonly Origin[];
      /** How many it has, groups not counted. */
      readonly layers: number;
      readonly lostInPsd: readonly LostInPsd[];
    };

/** What goes out, whether it is a picture of the library or a document that was flattened for it. */
export interface ExportSubject {
  readonly of: ExportOf;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Address of its picture. */
  readonly preview: string;
  readonly told: Told;
}

export function pictureSubject({ picture, fullPrompt, providerId }: PictureDetails): ExportSubject {
  const { id, sha256, width, height, origin } = picture;
  const made = providerId === 'sandbox' ? 'madeBySandbox' : 'madeByAi';
  return {
    of: { kind: 'picture', id },
    title: pictureTitle(fullPrompt),
    width,
    height,
    preview: thumbnailAddress(sha256),
    told: origin === 'imported' ? 'notKnown' : made,
  };
}

interface FlattenedDocument {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Address of the flattened picture. */
  readonly preview: string;
  readonly origins: readonly Origin[];
}

export function documentSubject(
  { id, name, origins, ...seen }: FlattenedDocument,
  document: DocumentRecord,
): ExportSubject {
  const layers = Object.values(document.layers).filter(({ kind }) => kind !== 'group').length;
  const of = { kind: 'document', id, origins, layers, lostInPsd: lostInPsd(document) } as const;
  return { ...seen, of, title: name, told: TOLD[madeOf(origins)] };
}

const TOLD: Readonly<Record<MadeOf, Told>> = {
  trained: 'partlyAi',
  drawn: 'partlySandbox',
  'by-hand': 'byHand',
  unknown: 'notKnown',
};
