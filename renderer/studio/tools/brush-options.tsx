import { Droplet, Minus, PenLine, Plus } from 'lucide-react';
import { BRUSH_SIZE_MAX, type PaintingTool } from '../../engine/protocol/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, NumberField, Segmented } from '../../ui/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { changeBrush, useBrush } from './brush-store.ts';
import { OptionValue } from './option-value.tsx';
import styles from './options.module.css';

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
      <span className={styles.quiet}>
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
  const layer = useEditor((view) => {
    const id = activeLayer(view);
    return id === null ? undefined : view.document?.layers[id];
  });
  return (
    <>
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
      {layer === undefined || layer.mask !== null ? null : (
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
