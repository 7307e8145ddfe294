import { type LayerId, listLayers } from '../../../shared/document/index.ts';
import { useEditor } from './editor-store.ts';

export function chooseLayer(id: LayerId): void {
  useEditor.setState({ chosen: [id] });
}

/** Ctrl: in or out of what is chosen. One always stays, because tools need a layer to work on. */
export function toggleLayer(id: LayerId): void {
  useEditor.setState(({ chosen }) => {
    if (!chosen.includes(id)) return { chosen: [...chosen, id] };
    return chosen.length === 1 ? {} : { chosen: chosen.filter((each) => each !== id) };
  });
}

/** Shift: everything between the active layer and this one, as the panel lists them. */
export function chooseRange(id: LayerId): void {
  const { document, chosen } = useEditor.getState();
  const from = chosen.at(-1);
  if (document === null || from === undefined) return;
  const ids = listLayers(document).map(({ layer }) => layer.id);
  const [start, end] = [ids.indexOf(from), ids.indexOf(id)].toSorted((a, b) => a - b);
  if (start === undefined || end === undefined || start === -1) return;
  const range = ids.slice(start, end + 1);
  useEditor.setState({ chosen: [...range.filter((each) => each !== id), id] });
}
