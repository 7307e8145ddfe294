import { useEffect } from 'react';
import { FRAME_ACT_FACTS } from '../../../shared/frame/index.ts';
import { tell } from '../editor/editor-link.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useForm } from '../form/form-store.ts';
import { useBrush } from '../tools/brush-store.ts';
import { useTool } from '../tools/tool-store.ts';
import { useFrame } from './frame-store.ts';
import { useStage } from './stage-store.ts';

const OPACITY = 0.46;

/** The mask is seen as a film while it is made: with the mask brush, or for an act that is kept to it. */
export function useFilm(): void {
  const isOpen = useEditor((view) => view.document !== null);
  const act = useForm((form) => form.act);
  const wanted = useFrame((store) => store.film);
  const isStaged = useStage((stage) => stage.picture !== null);
  const isPainting = useTool((store) => store.tool === 'mask-brush');
  const onSelection = useBrush((store) => store.maskTarget === 'selection');
  const mask = act === null ? null : FRAME_ACT_FACTS[act].mask;
  const keeps = mask === 'selection' || mask === 'selection-alone';
  const shows = isOpen && wanted && !isStaged && ((isPainting && onSelection) || keeps);
  useEffect(() => {
    if (isOpen) tell({ kind: 'film', colour: shows ? filmColour() : null, opacity: OPACITY });
  }, [isOpen, shows]);
}

/** Vermilion, after rubylith, from the tokens; the engine knows numbers alone. */
function filmColour(): readonly [number, number, number] {
  const value = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(value);
  if (parts === null) return [218, 61, 32];
  const [, red = '', green = '', blue = ''] = parts;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}
