import { useWords } from '../../text/index.ts';
import { text } from '../../ui/index.ts';
import type { LookedAt } from '../candidates/run-store.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useForm } from '../form/form-store.ts';
import { useTool } from '../tools/tool-store.ts';
import { FrameBox } from './frame-box.tsx';
import { changeFrame, useFrame } from './frame-store.ts';
import { MaskBar } from './mask-bar.tsx';
import { useStage } from './stage-store.ts';

/**
 * The frame of the next run, and beneath it how much of it the mask covers. Candidates have frames of their own, and while a
 * run is looked at its bar has the place.
 */
export function GenerationFrame({ run }: Pick<LookedAt, 'run'>) {
  const t = useWords();
  const frame = useFrame((store) => store.frame);
  const isMasked = useEditor((view) => view.selection !== null);
  const act = useForm((form) => form.act);
  const isCropping = useTool((store) => store.tool === 'crop');
  const isStaged = useStage((stage) => stage.picture !== null);
  if (frame === null || act === null || isCropping || isStaged) return null;
  return (
    <>
      {isMasked ? <div className={text.hidden} role="img" aria-label={t('in-place:mask')} /> : null}
      <FrameBox frame={frame} ratio={null} onChange={changeFrame} />
      {run === null ? <MaskBar frame={frame} act={act} /> : null}
    </>
  );
}
