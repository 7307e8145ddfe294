import { FolderPlus, LayersPlus, SquareDashed, Trash2 } from 'lucide-react';
import { type Layer, placeOf } from '../../../shared/document/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, text } from '../../ui/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { newLayerId } from '../editor/new-layer-id.ts';
import { visibleRows } from './drop-place.ts';
import { onLayerKey } from './layer-keys.ts';
import { LayerRow } from './layer-row.tsx';
import { LayerValues } from './layer-values.tsx';
import styles from './layers.module.css';
import { usePanel } from './panel-store.ts';
import { useLayerDrag } from './use-layer-drag.ts';

/** The layers of the open document, from the top down. */
export function LayersSection() {
  const t = useWords();
  const document = useEditor((view) => view.document);
  const active = useEditor(activeLayer);
  const closed = usePanel((panel) => panel.closed);
  const dragging = usePanel((panel) => panel.dragging);
  const drag = useLayerDrag();
  if (document === null) return null;
  const layer = active === null ? undefined : document.layers[active];
  return (
    <section className={styles.section} aria-label={t('layers:label')} data-region="layers">
      <Head layer={layer} />
      {layer === undefined ? null : <LayerValues layer={layer} />}
      <ul
        className={styles.list}
        aria-label={t('layers:label')}
        data-dragging={dragging || undefined}
        onKeyDown={onLayerKey}
        onPointerMove={drag.onPointerMove}
        onPointerUp={drag.onPointerUp}
        onPointerCancel={drag.onCancel}
      >
        {visibleRows(document, closed).map((row) => (
          <LayerRow key={row.layer.id} layer={row.layer} depth={row.depth} drag={drag} />
        ))}
      </ul>
      <p className={text.hidden}>{t('layers:help')}</p>
    </section>
  );
}

function Head({ layer }: { readonly layer: Layer | undefined }) {
  const t = useWords();
  const add = (): void => {
    const { document } = useEditor.getState();
    if (document === null) return;
    const count = Object.keys(document.layers).length + 1;
    const place = (layer === undefined ? null : placeOf(document, layer.id)) ?? {
      parent: null,
      index: document.root.length - 1,
    };
    const above = { parent: place.parent, index: place.index + 1 };
    runCommand({
      kind: 'add-layer',
      id: newLayerId(),
      name: t('layers:newName', { number: count }),
      place: above,
    });
  };
  const chosenNow = () => useEditor.getState().chosen;
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{t('layers:label')}</h2>
      <IconButton size="small" label={t('layers:add')} keys={t('common:keys.newLayer')} onClick={add}>
        <Icon of={LayersPlus} />
      </IconButton>
      <IconButton
        size="small"
        label={t('layers:group')}
        keys={t('common:keys.group')}
        aria-disabled={layer === undefined}
        onClick={() =>
          runCommand({
            kind: 'group-layers',
            id: newLayerId(),
            name: t('layers:groupName'),
            ids: chosenNow(),
          })
        }
      >
        <Icon of={FolderPlus} />
      </IconButton>
      <IconButton
        size="small"
        label={t(layer?.mask ? 'layers:removeMask' : 'layers:addMask')}
        aria-disabled={layer === undefined}
        onClick={() => {
          if (layer === undefined) return;
          const selected = useEditor.getState().selection !== null;
          if (layer.mask !== null) runCommand({ kind: 'delete-mask', id: layer.id });
          else runCommand({ kind: 'add-mask', id: layer.id, from: selected ? 'selection' : 'show' });
        }}
      >
        <Icon of={SquareDashed} />
      </IconButton>
      <IconButton
        size="small"
        label={t('layers:remove')}
        keys="Delete"
        aria-disabled={layer === undefined}
        onClick={() => runCommand({ kind: 'remove-layers', ids: chosenNow() })}
      >
        <Icon of={Trash2} />
      </IconButton>
    </div>
  );
}
