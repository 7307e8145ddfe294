import {
  Check,
  Combine,
  CopyPlus,
  CornerLeftDown,
  EyeOff,
  FolderMinus,
  ImagePlus,
  type LucideIcon,
  PaintBucket,
  PenLine,
  ScanSearch,
  Scissors,
  SquareDashed,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../text/index.ts';
import { Menu, MenuItem, MenuLine } from '../../ui/overlays/index.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import {
  addMask,
  applyMask,
  duplicateActive,
  fillSelected,
  liftSelected,
  mergeChosen,
  removeChosen,
  removeMask,
  selectFrom,
  toggleClipped,
  toggleMask,
  ungroupChosen,
} from '../editor/layer-acts.ts';
import { layerAsReference } from '../in-place/layer-reference.ts';
import { rename } from './panel-store.ts';

interface LayerMenuProps {
  readonly trigger: ReactNode;
  readonly onClose?: () => void;
}

/** What can be done with the chosen layers, for those who do not know the keys. */
export function LayerMenu({ trigger, onClose }: LayerMenuProps) {
  const t = useWords();
  const layer = useEditor((view) => {
    const id = activeLayer(view);
    return id === null ? undefined : view.document?.layers[id];
  });
  const selected = useEditor((view) => view.selection !== null);
  const several = useEditor((view) => view.chosen.length > 1);
  if (layer === undefined) return trigger;
  const item = (icon: LucideIcon, label: string, run: () => void, keys?: string): ReactNode => (
    <MenuItem icon={icon} onSelect={run} {...(keys === undefined ? {} : { keys })}>
      {label}
    </MenuItem>
  );
  const merge = several ? 'mergeChosen' : layer.kind === 'group' ? 'mergeGroup' : 'mergeDown';
  return (
    <Menu
      label={t('layers:more')}
      trigger={trigger}
      startOpen
      {...(onClose === undefined ? {} : { onClose })}
    >
      {item(PenLine, t('layers:rename'), () => rename(layer.id), t('common:keys.rename'))}
      {item(
        CopyPlus,
        t(selected ? 'layers:fromSelection' : 'layers:duplicate'),
        duplicateActive,
        t('common:keys.duplicate'),
      )}
      {selected && layer.kind === 'raster'
        ? item(
            Scissors,
            t('layers:cutSelection'),
            () => liftSelected('cut-to-layer'),
            t('common:keys.cutToLayer'),
          )
        : null}
      {item(Combine, t(`layers:${merge}`), mergeChosen, t('common:keys.merge'))}
      {item(
        CornerLeftDown,
        t(layer.clipped ? 'layers:unclip' : 'layers:clip'),
        toggleClipped,
        t('common:keys.clip'),
      )}
      {layer.kind === 'group'
        ? item(FolderMinus, t('layers:ungroup'), ungroupChosen, t('common:keys.ungroup'))
        : null}
      <MenuLine />
      {layer.mask === null ? (
        item(SquareDashed, t('layers:addMask'), addMask)
      ) : (
        <>
          {item(
            layer.mask.enabled ? EyeOff : SquareDashed,
            t(layer.mask.enabled ? 'layers:maskOff' : 'layers:maskOn'),
            () => toggleMask(),
          )}
          {layer.kind === 'raster' ? item(Check, t('layers:applyMask'), applyMask) : null}
          {item(ScanSearch, t('layers:selectMask'), () => selectFrom('mask'))}
          {item(Trash2, t('layers:removeMask'), removeMask)}
        </>
      )}
      {layer.kind === 'raster' ? (
        <>
          <MenuLine />
          {item(ScanSearch, t('layers:selectPixels'), () => selectFrom('pixels'))}
          {item(PaintBucket, t('layers:fill'), fillSelected, t('common:keys.fill'))}
          {item(ImagePlus, t('in-place:reference.use'), () => void layerAsReference(layer.id, layer.name))}
        </>
      ) : null}
      <MenuLine />
      {item(Trash2, t('layers:remove'), removeChosen, t('common:keys.delete'))}
    </Menu>
  );
}
