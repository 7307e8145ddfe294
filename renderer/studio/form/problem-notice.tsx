import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import type { Model } from '../../../shared/operations/index.ts';
import { goTo } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import { fittingCount } from './fitting-count.ts';
import { changeForm } from './form-store.ts';
import type { Problem } from './refusal-words.ts';

interface ProblemNoticeProps {
  readonly problem: Problem;
  readonly model: Model | undefined;
  readonly input: GenerationInput | null;
  readonly onLeave: () => void;
}

/** What the last press of Generate met. A cap is the person's own, so the ways past it stand right there. */
export function ProblemNotice({ problem, model, input, onLeave }: ProblemNoticeProps) {
  const t = useWords();
  const { title, text, roomMicros } = problem;
  if (roomMicros === undefined) return <Notice stop title={title} text={text} />;
  const count = model === undefined || input === null ? null : fittingCount(model, input, roomMicros);
  return (
    <Notice stop title={title} text={text}>
      {count === null ? null : (
        <Button size="small" onClick={() => changeForm({ count })}>
          {t('studio:refusal.useCount', { number: count })}
        </Button>
      )}
      <Button
        size="small"
        onClick={() => {
          onLeave();
          goTo({ view: 'settings', page: 'spending' });
        }}
      >
        {t('studio:refusal.changeCap')}
      </Button>
    </Notice>
  );
}
