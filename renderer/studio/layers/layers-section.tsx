import { Ellipsis, FolderPlus, LayersPlus, SquareDashed, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Layer } from '../../../shared/document/index.ts';
import { patiently } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, text } from '../../ui/index.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { addLayer, addMask, groupChosen, removeChosen, removeMask } from '../editor/layer-acts.ts';
import { CandidateRow } from './candidate-row.tsx';
import { visibleRows } from './drop-place.ts';
import { focusRow, onLayerKey } from './layer-keys.ts';
import { LayerRow } from './layer-row.tsx';
import { LayerValues } from './layer-values.tsx';
import styles from './layers.module.css';
import { usePanel } from './panel-store.ts';
import { useLayerDrag } from './use-layer-drag.ts';

const LayerMenu = lazy(() =>
  patiently(async () => ({ default: (await import('./layer-menu.tsx')).LayerMenu })),
);

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
      <CandidateRow />
      <ul
        className={styles.list}
        aria-label={t('layers:label')}
        data-layers=""
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
      <MenuAtPointer />
      <p className={text.hidden}>{t('layers:help')}</p>
    </section>
  );
}

function Head({ layer }: { readonly layer: Layer | undefined }) {
  const t = useWords();
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{t('layers:label')}</h2>
      <IconButton size="small" label={t('layers:add')} keys={t('common:keys.newLayer')} onClick={addLayer}>
        <Icon of={LayersPlus} />
      </IconButton>
      <IconButton
        size="small"
        label={t('layers:group')}
        keys={t('common:keys.group')}
        aria-disabled={layer === undefined}
        onClick={groupChosen}
      >
        <Icon of={FolderPlus} />
      </IconButton>
      <IconButton
        size="small"
        label={t(layer?.mask ? 'layers:removeMask' : 'layers:addMask')}
        aria-disabled={layer === undefined}
        onClick={layer?.mask ? removeMask : addMask}
      >
        <Icon of={SquareDashed} />
      </IconButton>
      <IconButton
        size="small"
        label={t('layers:remove')}
        keys="Delete"
        aria-disabled={layer === undefined}
        onClick={removeChosen}
      >
        <Icon of={Trash2} />
      </IconButton>
      {layer === undefined ? null : <More />}
    </div>
  );
}

function More() {
  const t = useWords();
  const [wanted, setWanted] = useState(false);
  const button = (
    <IconButton
      size="small"
      label={t('layers:more')}
      aria-haspopup="menu"
      onClick={wanted ? undefined : () => setWanted(true)}
    >
      <Icon of={Ellipsis} />
    </IconButton>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <LayerMenu trigger={button} />
    </Suspense>
  );
}

/** The same menu where the pointer, or the menu key, asked for it. */
function MenuAtPointer() {
  const t = useWords();
  const at = usePanel((panel) => panel.menuAt);
  if (at === null) return null;
  const place = (
    <span className={styles.place} style={{ left: at.x, top: at.y }} aria-hidden>
      {t('layers:more')}
    </span>
  );
  return (
    <Suspense fallback={null}>
      <LayerMenu key={`${at.x} ${at.y}`} trigger={place} onClose={closeMenu} />
    </Suspense>
  );
}

function closeMenu(): void {
  usePanel.setState({ menuAt: null });
  const active = activeLayer(useEditor.getState());
  if (active !== null && usePanel.getState().renaming === null) focusRow(active);
}
