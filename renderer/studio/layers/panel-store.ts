import { create } from 'zustand';
import type { LayerId } from '../../../shared/document/index.ts';
import type { DropZone } from './drop-place.ts';

interface PanelStore {
  /** Groups whose layers are not listed. */
  readonly closed: ReadonlySet<LayerId>;
  readonly renaming: LayerId | null;
  /** Where what is being dragged would land. */
  readonly drop: { readonly target: LayerId; readonly zone: DropZone } | null;
  readonly dragging: boolean;
  /** Where the layers' menu stands open, in the window. */
  readonly menuAt: { readonly x: number; readonly y: number } | null;
}

export const usePanel = create<PanelStore>(() => ({
  closed: new Set(),
  renaming: null,
  drop: null,
  dragging: false,
  menuAt: null,
}));

export function toggleGroup(id: LayerId): void {
  usePanel.setState(({ closed }) => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    return { closed: next };
  });
}

export function rename(id: LayerId | null): void {
  usePanel.setState({ renaming: id });
}
