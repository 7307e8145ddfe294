import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Picture } from '../../../shared/contracts/desktop/index.ts';
import { openInStudio, trashSelected } from '../acts.ts';
import {
  changeLibrary,
  clearSelection,
  extendTo,
  moveLead,
  selectAll,
  selectOne,
  toggle,
  useLibrary,
  wantInSight,
} from '../library-store.ts';
import type { Wall } from '../use-wall.ts';
import { pictureAfterKey } from './grid-keys.ts';
import type { Layout } from './lay-out.ts';

let wallPictures: readonly Picture[] = [];

/** Shift-click needs the order of the wall, which only the grid knows. */
export function extendSelection(id: string): void {
  extendTo(id, wallPictures);
}

export function useGridKeys(
  wall: Wall,
  layout: Layout,
  scrollToLine: (line: number) => void,
): (event: KeyboardEvent) => void {
  const focusWanted = useRef<string | null>(null);
  useEffect(() => {
    wallPictures = wall.pictures;
  }, [wall.pictures]);
  useEffect(() => {
    // The cell may be drawn only after the scroll, so this is tried after every drawing until it is there.
    if (focusWanted.current === null) return;
    const cell = document.querySelector<HTMLElement>(`[data-picture="${focusWanted.current}"]`);
    if (cell === null) return;
    cell.focus({ preventScroll: true });
    focusWanted.current = null;
  });
  const goToPicture = (id: string): void => {
    focusWanted.current = id;
    const line = lineOf(layout, id);
    if (line >= 0) scrollToLine(line);
  };
  const { wanted, typed } = useLibrary(useShallow(({ wanted, typed }) => ({ wanted, typed })));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new wish or a new wall is a reason to look.
  useEffect(() => {
    // The wall follows the search field a moment later; what it holds until then goes away again.
    if (wanted === null || wall.query.words !== typed.trim() || lineOf(layout, wanted) < 0) return;
    wantInSight(null);
    goToPicture(wanted);
  }, [wanted, typed, layout]);
  return (event) => {
    // The cell that has the focus is where keys start, even when the focus came by Tab.
    const cell = event.target instanceof HTMLElement ? event.target.dataset.picture : undefined;
    const lead = cell ?? useLibrary.getState().lead;
    const command = event.ctrlKey || event.metaKey;
    const next = pictureAfterKey(event.key, lead, layout);
    if (next !== null) {
      event.preventDefault();
      if (event.shiftKey) extendTo(next.id, wall.pictures);
      else if (command) moveLead(next.id);
      else selectOne(next.id);
      goToPicture(next.id);
    } else if (actKey(event.key, command, lead, wall)) event.preventDefault();
  };
}

function lineOf(layout: Layout, id: string): number {
  return layout.lines.findIndex(
    ({ day, row }) =>
      row !== null && layout.days[day]?.rows[row]?.pictures.some(({ picture }) => picture.id === id) === true,
  );
}

function lookAt(id: string): void {
  moveLead(id);
  changeLibrary({ quickLook: true });
}

function actKey(key: string, command: boolean, lead: string | null, wall: Wall): boolean {
  if (key === 'Escape') clearSelection();
  else if (key === 'a' && command) selectAll(wall.pictures);
  else if (lead === null) return false;
  else if (key === ' ' && command) toggle(lead);
  else if (key === ' ') lookAt(lead);
  else if (key === 'Enter') void openInStudio(lead);
  else if (key === 'Delete') void trashSelected(wall.pictures);
  else return false;
  return true;
}
