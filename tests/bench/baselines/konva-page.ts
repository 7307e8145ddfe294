import Konva from 'konva';
import { MODES, opacityOf, VIEW } from '../canvas/scene.ts';
import { contextOf, createPeerPage } from './peer-page.ts';

/** All layers are pictures on one Konva.Layer: one canvas, drawn anew from all of them. */
Konva.pixelRatio = 1;
window.peer = createPeerPage((layers) => {
  const container = document.createElement('div');
  document.body.append(container);
  const stage = new Konva.Stage({ container, ...VIEW });
  const layer = new Konva.Layer({ listening: false });
  stage.add(layer);
  for (const [index, image] of layers.entries()) {
    const mode = MODES[index] ?? 'normal';
    const picture = new Konva.Image({ image, opacity: opacityOf(index), listening: false });
    picture.globalCompositeOperation(mode === 'normal' ? 'source-over' : (mode as GlobalCompositeOperation));
    layer.add(picture);
  }
  const visible = layer.getNativeCanvasElement();
  return {
    visible,
    place({ zoom, x, y }) {
      stage.scale({ x: zoom, y: zoom });
      stage.position({ x, y });
    },
    redraw: () => void layer.draw(),
    flush: () => void contextOf(visible).getImageData(0, 0, 1, 1),
  };
});
