import { useShallow } from 'zustand/react/shallow';
import { currentViewport, useView } from '../canvas/view-store.ts';
import styles from './crop-frame.module.css';
import { changeCrop, ratioOf, useCrop } from './crop-store.ts';
import { FrameBox } from './frame-box.tsx';

/** The page as it would be, while the tool is in hand: what goes is shaded. */
export function CropFrame() {
  const { rect, ratio } = useCrop(useShallow(({ rect, ratio }) => ({ rect, ratio })));
  const viewport = useView(useShallow(currentViewport));
  if (rect === null) return null;
  const box = {
    left: viewport.x + rect.x * viewport.zoom,
    top: viewport.y + rect.y * viewport.zoom,
    width: rect.width * viewport.zoom,
    height: rect.height * viewport.zoom,
  };
  return (
    <>
      <div className={styles.shade} style={box} />
      <FrameBox whole frame={rect} ratio={ratioOf(ratio)} onChange={changeCrop} />
    </>
  );
}
