import { FlipHorizontal2, FlipVertical2 } from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton } from '../../ui/index.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { beginTransform, commitTransform, endTransform, flip, useTransform } from './transform-store.ts';

/** Moving needs no options; scaling, turning and flipping begin here and end with Enter or Escape. */
export function MoveOptions() {
  const t = useWords();
  const transforming = useTransform((store) => store.layer !== null);
  const isRaster = useEditor((view) => {
    const id = activeLayer(view);
    return id !== null && view.document?.layers[id]?.kind === 'raster';
  });
  if (!transforming) {
    return (
      <Button
        look="ghost"
        size="small"
        off={!isRaster}
        data-tip-keys={t('common:keys.transform')}
        onClick={beginTransform}
      >
        {t('tools:transform')}
      </Button>
    );
  }
  return (
    <>
      <IconButton size="small" label={t('tools:flipAcross')} onClick={() => flip('across')}>
        <Icon of={FlipVertical2} />
      </IconButton>
      <IconButton size="small" label={t('tools:flipDown')} onClick={() => flip('down')}>
        <Icon of={FlipHorizontal2} />
      </IconButton>
      <Button look="ghost" size="small" onClick={endTransform}>
        {t('common:cancel')}
      </Button>
      <Button look="inverse" size="small" onClick={commitTransform}>
        {t('tools:apply')}
      </Button>
    </>
  );
}
