import Konva from 'konva';
import { ACTIVE, MODES, opacityOf, VIEW } from '../canvas/scene.ts';
import { contextOf, createPeerPage } from './peer-page.ts';

/** A Konva.Layer for each layer: twenty canvases in the page, which the browser blends by CSS in every frame. */
Konva.pixelRatio = 1;
window.peer = createPeerPage((layers) => {
  const container = document.createElement('div');
  document.body.append(container);
  const stage = new Konva.Stage({ container, ...VIEW });
  const all = layers.map((image, index) => {
    const layer = new Konva.Layer({ listening: false });
    layer.add(new Konva.Image({ image, opacity: opacityOf(index), listening: false }));
    stage.add(layer);
    layer.getNativeCanvasElement().style.mixBlendMode = MODES[index] ?? 'normal';
    return layer;
  });
  const active = all[ACTIVE];
  return {
    visible: null,
    place({ zoom, x, y }) {
      stage.scale({ x: zoom, y: zoom });
      stage.position({ x, y });
      for (const layer of all) layer.draw();
    },
    redraw: () => void active?.draw(),
    flush: () => {
      if (active !== undefined) contextOf(active.getNativeCanvasElement()).getImageData(0, 0, 1, 1);
    },
  };
});
