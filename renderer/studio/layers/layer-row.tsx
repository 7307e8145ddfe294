import { ChevronDown, ChevronRight, CornerLeftDown, Eye, EyeOff, Folder, Lock } from 'lucide-react';
import type { Layer, LayerId } from '../../../shared/document/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, text } from '../../ui/index.ts';
import { chooseLayer, chooseRange, toggleLayer } from '../editor/choose-layers.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { selectFrom, showAlone, toggleMask } from '../editor/layer-acts.ts';
import { selectionMode } from '../tools/chart.ts';
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
    const part = event.target instanceof Element ? event.target.closest('[data-part]') : null;
    if (part instanceof HTMLElement && onThumbnail(event, id, part.dataset.part)) return;
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
        data-tip={t('layers:eyeTip', { act: t(visible ? 'layers:hide' : 'layers:show', { name }) })}
        onClick={(event) =>
          event.altKey ? showAlone(id) : runCommand({ kind: 'patch-layer', id, patch: { visible: !visible } })
        }
      >
        <Icon of={visible ? Eye : EyeOff} size={14} />
      </IconButton>
      {layer.kind === 'group' ? (
        <span className={styles.folder}>
          <Icon of={Folder} />
        </span>
      ) : (
        <Thumbnail of={id} name="" tip={t('layers:pixelsTip')} part="pixels" />
      )}
      {layer.mask === null ? null : (
        <Thumbnail
          of={`${id}:mask`}
          name={t('layers:mask')}
          off={!layer.mask.enabled}
          tip={t('layers:maskTip')}
          part="mask"
        />
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

/** What a key makes of a click on a small picture; the menu does the same. False when it only chooses. */
function onThumbnail(event: React.MouseEvent, id: LayerId, part: string | undefined): boolean {
  if (event.ctrlKey || event.metaKey)
    selectFrom(
      part === 'mask' ? 'mask' : 'pixels',
      id,
      selectionMode({ shift: event.shiftKey, alt: event.altKey }),
    );
  else if (event.shiftKey && part === 'mask') toggleMask(id);
  else return false;
  return true;
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
  tip,
  part,
}: {
  readonly of: string;
  readonly name: string;
  readonly off?: boolean;
  readonly tip: string;
  readonly part: 'pixels' | 'mask';
}) {
  const address = useEditor((view) => view.thumbnails[of]);
  return (
    <span className={styles.thumbnail} data-off={off || undefined} data-part={part} data-tip={tip}>
      {address === undefined ? null : <img src={address} alt={name} draggable={false} />}
    </span>
  );
}
