import type { Place } from '../../../shared/contracts/desktop/index.ts';
import { FRAME_MIN_SIDE, WINDOW_MAX_SIDE } from '../../../shared/frame/index.ts';
import type { Aspect } from '../../../shared/operations/index.ts';
import { formatTenths, useWords } from '../../text/index.ts';
import { NumberField, text } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useForm } from '../form/form-store.ts';
import styles from './frame-row.module.css';
import { shapedFrame, sizedFrame } from './frame-rules.ts';
import { changeFrame, useFrame } from './frame-store.ts';

/** Enlarged by more than this, what comes back is visibly soft. */
const SOFT_FROM = 1.3;

const ASPECTS: readonly Aspect[] = ['1:1', '3:2', '16:9', '2:3', '9:16'];

/** The named shape that the frame has, `none` for one of its own; null while the form makes a picture of its own. */
export function useFramedAspect(): Aspect | 'none' | null {
  const frame = useFrame((store) => store.frame);
  const act = useForm((form) => form.act);
  const isOpen = useEditor((view) => view.document !== null);
  if (frame === null || act === null || !isOpen) return null;
  const near = ASPECTS.find((aspect) => {
    const same = sizedAs(frame, aspect);
    return Math.abs(same.width - frame.width) <= 1 && Math.abs(same.height - frame.height) <= 1;
  });
  return near ?? 'none';
}

export function shapeFrame(aspect: Aspect | 'none'): void {
  const { frame } = useFrame.getState();
  if (frame !== null && aspect !== 'none') changeFrame(sizedAs(frame, aspect));
}

function sizedAs(frame: Parameters<typeof shapedFrame>[0], aspect: Aspect) {
  const [width = 1, height = 1] = aspect.split(':').map(Number);
  return shapedFrame(frame, width / height);
}

/** The frame in numbers, and at which size what is in it is sent. */
export function FrameRow({ place }: { readonly place: Place | null }) {
  const t = useWords();
  const frame = useFrame((store) => store.frame);
  if (frame === null) return null;
  const side = (of: 'width' | 'height', label: string): React.ReactNode => (
    <NumberField
      label={label}
      value={frame[of]}
      min={FRAME_MIN_SIDE}
      max={WINDOW_MAX_SIDE}
      unit="px"
      onChange={(next) =>
        changeFrame(
          sizedFrame(frame, of === 'width' ? next : frame.width, of === 'height' ? next : frame.height),
        )
      }
    />
  );
  const factor = place === null ? 1 : place.window.width / place.size.width;
  return (
    <div className={styles.row}>
      <span className={styles.name} aria-hidden="true">
        {t('in-place:frameRow')}
      </span>
      <div className={styles.sides}>
        {side('width', t('tools:frameWidth'))}
        <span className={styles.times} aria-hidden="true" />
        {side('height', t('tools:frameHeight'))}
      </div>
      {place === null ? null : (
        <p className={`${text.caption} ${styles.sent}`}>
          {t(factor > SOFT_FROM ? 'in-place:sentSmaller' : 'in-place:sentAt', {
            width: place.size.width,
            height: place.size.height,
            factor: formatTenths(factor),
          })}
        </p>
      )}
    </div>
  );
}
