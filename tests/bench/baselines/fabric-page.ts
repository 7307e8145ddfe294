import { FabricImage, StaticCanvas } from 'fabric';
import { MODES, opacityOf, VIEW } from '../canvas/scene.ts';
import { contextOf, createPeerPage } from './peer-page.ts';

/** All layers are pictures on one static canvas; nothing of it is cached, because one of them changes all the time. */
window.peer = createPeerPage((layers) => {
  const visible = document.createElement('canvas');
  document.body.append(visible);
  const canvas = new StaticCanvas(visible, {
    ...VIEW,
    renderOnAddRemove: false,
    enableRetinaScaling: false,
  });
  for (const [index, element] of layers.entries()) {
    const mode = MODES[index] ?? 'normal';
    canvas.add(
      new FabricImage(element, {
        left: 0,
        top: 0,
        originX: 'left',
        originY: 'top',
        opacity: opacityOf(index),
        objectCaching: false,
        globalCompositeOperation: mode === 'normal' ? 'source-over' : (mode as GlobalCompositeOperation),
      }),
    );
  }
  return {
    visible,
    place: ({ zoom, x, y }) => canvas.setViewportTransform([zoom, 0, 0, zoom, x, y]),
    redraw: () => canvas.renderAll(),
    flush: () => void contextOf(visible).getImageData(0, 0, 1, 1),
  };
});
