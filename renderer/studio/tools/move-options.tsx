import { FlipHorizontal2, FlipVertical2 } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, NumberField } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { OptionValue } from './option-value.tsx';
import { degreesOf, sized } from './transform-math.ts';
import {
  beginTransform,
  changeTransform,
  commitTransform,
  endTransform,
  flip,
  useTransform,
} from './transform-store.ts';

/** Moving needs no options; scaling, turning and flipping begin here and end with Enter or Escape. */
export function MoveOptions() {
  const t = useWords();
  const transforming = useTransform((store) => store.layers !== null);
  const nothing = useEditor((view) => view.chosen.length === 0);
  if (!transforming) {
    return (
      <Button
        look="ghost"
        size="small"
        off={nothing}
        data-tip={t('tools:transformTip')}
        data-tip-keys={t('common:keys.transform')}
        onClick={beginTransform}
      >
        {t('tools:transform')}
      </Button>
    );
  }
  return (
    <>
      <FrameValues />
      <IconButton size="small" label={t('tools:flipAcross')} onClick={() => flip('across')}>
        <Icon of={FlipVertical2} />
      </IconButton>
      <IconButton size="small" label={t('tools:flipDown')} onClick={() => flip('down')}>
        <Icon of={FlipHorizontal2} />
      </IconButton>
      <Button
        look="ghost"
        size="small"
        data-tip={t('common:cancel')}
        data-tip-keys="Esc"
        onClick={endTransform}
      >
        {t('common:cancel')}
      </Button>
      <Button
        look="inverse"
        size="small"
        data-tip={t('tools:applyTip')}
        data-tip-keys="Enter"
        onClick={commitTransform}
      >
        {t('tools:apply')}
      </Button>
    </>
  );
}

const SIDE_MAX = 32_768;

/** The frame in numbers. It grows and turns about its middle. */
function FrameValues() {
  const t = useWords();
  const { box, change } = useTransform(useShallow(({ box, change }) => ({ box, change })));
  if (box === null) return null;
  const side = (of: 'width' | 'height', label: string, name: string): React.ReactNode => (
    <OptionValue name={name} wide>
      <NumberField
        label={label}
        value={Math.round(box[of] * Math.abs(of === 'width' ? change.scaleX : change.scaleY))}
        min={1}
        max={SIDE_MAX}
        unit="px"
        onChange={(pixels) => changeTransform(sized(box, change, of, pixels))}
      />
    </OptionValue>
  );
  return (
    <>
      {side('width', t('tools:frameWidth'), t('tools:width'))}
      {side('height', t('tools:frameHeight'), t('tools:height'))}
      <OptionValue name={t('tools:angle')}>
        <NumberField
          label={t('tools:frameAngle')}
          value={degreesOf(change)}
          min={-360}
          max={360}
          unit="°"
          onChange={(degrees) => changeTransform({ ...change, angle: (degrees * Math.PI) / 180 })}
        />
      </OptionValue>
    </>
  );
}
