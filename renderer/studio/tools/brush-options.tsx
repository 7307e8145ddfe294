import { Droplet, Eye, EyeOff, Minus, PenLine, Plus } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { BRUSH_SIZE_MAX, type PaintingTool } from '../../engine/protocol/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, NumberField, Segmented } from '../../ui/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { showFilm, useFrame } from '../in-place/frame-store.ts';
import { changeBrush, useBrush } from './brush-store.ts';
import { OptionValue } from './option-value.tsx';
import styles from './options.module.css';

const FEATHER_MAX = 250;

/** How the brush in hand paints. The mask brush shows or hides instead of colouring. */
export function BrushOptions({ tool }: { readonly tool: PaintingTool }) {
  const t = useWords();
  const brush = useBrush((store) => store.brushes[tool]);
  const percent = (share: number): number => Math.round(share * 100);
  return (
    <>
      {tool === 'mask-brush' ? <MaskMode /> : null}
      <OptionValue name={t('tools:size')}>
        <NumberField
          label={t('tools:brushSize')}
          value={brush.size}
          min={1}
          max={BRUSH_SIZE_MAX}
          unit="px"
          onScrub={(size) => size !== null && changeBrush(tool, { size })}
          onChange={(size) => changeBrush(tool, { size })}
        />
      </OptionValue>
      <OptionValue name={t('tools:hardness')}>
        <NumberField
          label={t('tools:brushHardness')}
          value={percent(brush.hardness)}
          min={0}
          max={100}
          unit="%"
          onChange={(hardness) => changeBrush(tool, { hardness: hardness / 100 })}
        />
      </OptionValue>
      {tool === 'mask-brush' ? <MaskTarget /> : null}
      <OptionValue name={t('tools:opacity')} quiet>
        <NumberField
          label={t('tools:brushOpacity')}
          value={percent(brush.opacity)}
          min={1}
          max={100}
          unit="%"
          onChange={(opacity) => changeBrush(tool, { opacity: opacity / 100 })}
        />
      </OptionValue>
      <OptionValue name={t('tools:flow')} quiet>
        <NumberField
          label={t('tools:brushFlow')}
          value={percent(brush.flow)}
          min={1}
          max={100}
          unit="%"
          onChange={(flow) => changeBrush(tool, { flow: flow / 100 })}
        />
      </OptionValue>
      <OptionValue name={t('tools:smoothing')} quiet>
        <NumberField
          label={t('tools:brushSmoothing')}
          value={percent(brush.smoothing)}
          min={0}
          max={100}
          unit="%"
          onChange={(smoothing) => changeBrush(tool, { smoothing: smoothing / 100 })}
        />
      </OptionValue>
      <span className={`${styles.acts} ${styles.quiet}`}>
        <IconButton
          size="small"
          label={t('tools:pressureSize')}
          aria-pressed={brush.pressureSize}
          onClick={() => changeBrush(tool, { pressureSize: !brush.pressureSize })}
        >
          <Icon of={PenLine} />
        </IconButton>
        <IconButton
          size="small"
          label={t('tools:pressureOpacity')}
          aria-pressed={brush.pressureOpacity}
          onClick={() => changeBrush(tool, { pressureOpacity: !brush.pressureOpacity })}
        >
          <Icon of={Droplet} />
        </IconButton>
      </span>
    </>
  );
}

function MaskMode() {
  const t = useWords();
  const mode = useBrush((store) => store.maskMode);
  return (
    <Segmented
      tips
      label={t('tools:maskMode')}
      value={mode}
      choices={[
        { value: 'add', label: t('tools:maskAdd'), content: <Icon of={Plus} size={14} /> },
        { value: 'subtract', label: t('tools:maskSubtract'), content: <Icon of={Minus} size={14} /> },
      ]}
      onChange={(maskMode) => useBrush.setState({ maskMode })}
    />
  );
}

/** What the mask brush paints on, and what else there is to do with that. */
function MaskTarget() {
  const t = useWords();
  const target = useBrush((store) => store.maskTarget);
  const layer = useEditor((view) => {
    const id = activeLayer(view);
    return id === null ? undefined : view.document?.layers[id];
  });
  return (
    <>
      <Segmented
        tips
        label={t('in-place:target')}
        value={target}
        choices={[
          { value: 'selection', label: t('in-place:targetSelection'), content: t('in-place:selection') },
          { value: 'layer', label: t('in-place:targetLayer'), content: t('in-place:layer') },
        ]}
        onChange={(maskTarget) => useBrush.setState({ maskTarget })}
      />
      {target === 'selection' ? <EditMask /> : null}
      {target === 'selection' || layer === undefined || layer.mask !== null ? null : (
        <Button
          look="ghost"
          size="small"
          onClick={() => runCommand({ kind: 'add-mask', id: layer.id, from: 'show' })}
        >
          {t('layers:addMask')}
        </Button>
      )}
    </>
  );
}

/** The mask that an edit is kept to: its softness, and what is done with all of it. */
function EditMask() {
  const t = useWords();
  const { feather, film } = useFrame(useShallow(({ feather, film }) => ({ feather, film })));
  const isMasked = useEditor((view) => view.selection !== null);
  return (
    <>
      <OptionValue name={t('in-place:feather')} quiet>
        <NumberField
          label={t('in-place:maskFeather')}
          value={feather}
          min={0}
          max={FEATHER_MAX}
          unit="px"
          onChange={(next) => useFrame.setState({ feather: next })}
        />
      </OptionValue>
      <span className={`${styles.acts} ${styles.quiet}`}>
        <Button
          look="ghost"
          size="small"
          off={!isMasked}
          onClick={() => runCommand({ kind: 'invert-selection' })}
        >
          {t('tools:invert')}
        </Button>
        <Button look="ghost" size="small" off={!isMasked} onClick={() => runCommand({ kind: 'select-none' })}>
          {t('in-place:clear')}
        </Button>
        <IconButton
          size="small"
          label={t('in-place:showMask')}
          keys={t('common:keys.showMask')}
          aria-pressed={film}
          onClick={() => showFilm(!film)}
        >
          <Icon of={film ? Eye : EyeOff} />
        </IconButton>
      </span>
    </>
  );
}
