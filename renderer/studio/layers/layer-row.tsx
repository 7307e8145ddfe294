import { ChevronDown, ChevronRight, CornerLeftDown, Eye, EyeOff, Folder, Lock } from 'lucide-react';
import type { Layer } from '../../../shared/document/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, text } from '../../ui/index.ts';
import { chooseLayer, chooseRange, toggleLayer } from '../editor/choose-layers.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { LayerName } from './layer-name.tsx';
import styles from './layers.module.css';
import { toggleGroup, usePanel } from './panel-store.ts';
import type { useLayerDrag } from './use-layer-drag.ts';

interface LayerRowProps {
  readonly layer: Layer;
  readonly depth: number;
  readonly drag: ReturnType<typeof useLayerDrag>;
}

export function LayerRow({ layer, depth, drag }: LayerRowProps) {
  const t = useWords();
  const { id, name, visible, locked } = layer;
  const chosen = useEditor((view) => view.chosen.includes(id));
  const active = useEditor((view) => activeLayer(view) === id);
  const zone = usePanel((panel) => (panel.drop?.target === id ? panel.drop.zone : undefined));
  const onClick = (event: React.MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('button, input') !== null) return;
    if (event.shiftKey) chooseRange(id);
    else if (event.ctrlKey || event.metaKey) toggleLayer(id);
    else chooseLayer(id);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles every key, for all rows.
    <li
      className={styles.row}
      style={{ paddingLeft: 6 + depth * 20 }}
      data-layer={id}
      data-chosen={chosen || undefined}
      data-hidden={!visible || undefined}
      data-drop={zone}
      aria-current={active || undefined}
      tabIndex={active ? 0 : -1}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        // What is chosen stays so when the menu is asked for on one of it.
        if (!chosen) chooseLayer(id);
        usePanel.setState({ menuAt: { x: event.clientX, y: event.clientY } });
      }}
      onPointerDown={(event) => drag.onPointerDown(event, id)}
    >
      {layer.kind === 'group' ? <Disclosure layer={layer} /> : null}
      {layer.clipped ? (
        <span className={styles.clipped} data-tip={t('layers:clipped')}>
          <Icon of={CornerLeftDown} size={12} />
          <span className={text.hidden}>{t('layers:clipped')}</span>
        </span>
      ) : null}
      <IconButton
        size="small"
        label={t(visible ? 'layers:hide' : 'layers:show', { name })}
        aria-pressed={visible}
        tabIndex={-1}
        onClick={() => runCommand({ kind: 'patch-layer', id, patch: { visible: !visible } })}
      >
        <Icon of={visible ? Eye : EyeOff} size={14} />
      </IconButton>
      {layer.kind === 'group' ? (
        <span className={styles.folder}>
          <Icon of={Folder} />
        </span>
      ) : (
        <Thumbnail of={id} name="" />
      )}
      {layer.mask === null ? null : (
        <Thumbnail of={`${id}:mask`} name={t('layers:mask')} off={!layer.mask.enabled} />
      )}
      <LayerName layer={layer} />
      {locked ? (
        <IconButton
          size="small"
          label={t('layers:unlock', { name })}
          aria-pressed
          tabIndex={-1}
          onClick={() => runCommand({ kind: 'patch-layer', id, patch: { locked: false } })}
        >
          <Icon of={Lock} size={14} />
        </IconButton>
      ) : null}
    </li>
  );
}

function Disclosure({ layer }: { readonly layer: Layer }) {
  const t = useWords();
  const closed = usePanel((panel) => panel.closed.has(layer.id));
  return (
    <IconButton
      size="small"
      label={t(closed ? 'layers:expand' : 'layers:collapse', { name: layer.name })}
      aria-expanded={!closed}
      tabIndex={-1}
      onClick={() => toggleGroup(layer.id)}
    >
      <Icon of={closed ? ChevronRight : ChevronDown} size={14} />
    </IconButton>
  );
}

function Thumbnail({
  of,
  name,
  off = false,
}: {
  readonly of: string;
  readonly name: string;
  readonly off?: boolean;
}) {
  const address = useEditor((view) => view.thumbnails[of]);
  return (
    <span className={styles.thumbnail} data-off={off || undefined}>
      {address === undefined ? null : <img src={address} alt={name} draggable={false} />}
    </span>
  );
}
