import { create } from 'zustand';
import type { Picture } from '../../shared/contracts/desktop/index.ts';

interface LibraryStore {
  /** What stands in the search field; the wall follows a moment later. */
  readonly typed: string;
  readonly trashed: boolean;
  readonly detailsShown: boolean;
  /** The picture that keys move from, and whose details are shown. */
  readonly lead: string | null;
  /** Where a Shift selection began. */
  readonly anchor: string | null;
  readonly selected: ReadonlySet<string>;
  readonly quickLook: boolean;
  /** A picture to bring into sight and give the focus, as soon as the wall holds it. */
  readonly wanted: string | null;
}

const NOTHING: ReadonlySet<string> = new Set();

export const useLibrary = create<LibraryStore>(() => ({
  typed: '',
  trashed: false,
  detailsShown: true,
  lead: null,
  anchor: null,
  selected: NOTHING,
  quickLook: false,
  wanted: null,
}));

export function changeLibrary(
  change: Partial<Pick<LibraryStore, 'typed' | 'detailsShown' | 'quickLook'>>,
): void {
  useLibrary.setState(change);
}

export function showTrash(trashed: boolean): void {
  useLibrary.setState({ trashed, lead: null, anchor: null, selected: NOTHING });
}

/** Asked for by name from elsewhere: among all pictures, selected, in sight, with their details beside them. */
export function showPictures(ids: readonly string[]): void {
  const [first = null] = ids;
  useLibrary.setState({
    typed: '',
    trashed: false,
    detailsShown: true,
    lead: first,
    anchor: first,
    selected: new Set(ids),
    wanted: first,
  });
}

/** Gives the grid's focus to this picture when it is drawn next. */
export function wantInSight(wanted: string | null): void {
  useLibrary.setState({ wanted });
}

export function clearSelection(): void {
  useLibrary.setState({ selected: NOTHING });
}

export function selectOne(id: string): void {
  useLibrary.setState({ lead: id, anchor: id, selected: new Set([id]) });
}

/** Moves the focus and leaves the selection as it is. */
export function moveLead(id: string): void {
  useLibrary.setState({ lead: id });
}

export function toggle(id: string): void {
  useLibrary.setState(({ selected }) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    return { lead: id, anchor: id, selected: next };
  });
}

/** Everything from the anchor to this one, in the order of the wall. */
export function extendTo(id: string, pictures: readonly Picture[]): void {
  useLibrary.setState(({ anchor, lead }) => {
    const from = pictures.findIndex((picture) => picture.id === (anchor ?? lead ?? id));
    const to = pictures.findIndex((picture) => picture.id === id);
    const between = pictures.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1);
    return {
      lead: id,
      anchor: anchor ?? lead ?? id,
      selected: new Set(between.map((picture) => picture.id)),
    };
  });
}

export function selectAll(pictures: readonly Picture[]): void {
  useLibrary.setState({ selected: new Set(pictures.map((picture) => picture.id)) });
}

/** The picture whose details are shown, for acts on it; null while none is selected. */
export function leadingPicture(): string | null {
  const { lead, selected } = useLibrary.getState();
  return selected.size > 0 ? lead : null;
}
