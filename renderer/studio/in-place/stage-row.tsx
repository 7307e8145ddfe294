import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { StageOutcome } from '../../engine/protocol/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon, NumberField, Segmented } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { keptFacts } from './kept-facts.ts';
import styles from './stage-row.module.css';
import { LOOKS, useStage } from './stage-store.ts';

const GAIN_MAX = 64;

/** Above the candidates of a run in the document: what was kept of it, and the ways to see that. */
export function StageRow({ pictureId }: { readonly pictureId: string }) {
  const t = useWords();
  const outcome = useEditor((view) => view.staged[pictureId]);
  const { look, gain, proof } = useStage();
  const facts = useId();
  if (outcome === undefined || outcome.kind === 'working')
    return <div className={styles.row}>{t('in-place:stage.working')}</div>;
  if (outcome.kind === 'refused')
    return (
      <div className={styles.row} role="alert">
        <Icon of={TriangleAlert} size={14} />
        {t(`in-place:stage.${outcome.why}`)}
      </div>
    );
  const isKept = outcome.kind === 'kept';
  // Nothing of the window was kept from changing, so there is no mask to speak of.
  const wholeFrame = isKept && outcome.proof.protectedPixels === 0;
  return (
    <>
      <div className={styles.row}>
        <Icon of={outcome.kind === 'unrelated' ? TriangleAlert : ShieldCheck} size={14} />
        <span className={styles.words} role={outcome.kind === 'unrelated' ? 'alert' : 'status'}>
          {t(wholeFrame ? 'in-place:stage.keptFrame' : `in-place:stage.${outcome.kind}`)}
          {outcome.kind === 'unrelated' ? (
            <small className={styles.why}>{t('in-place:stage.unrelatedText')}</small>
          ) : null}
        </span>
        {isKept ? (
          <Button
            look="ghost"
            size="small"
            aria-expanded={proof}
            aria-controls={facts}
            onClick={() => useStage.setState({ proof: !proof })}
          >
            {t('in-place:proof.button')}
          </Button>
        ) : null}
        <span className={styles.space} />
        <span data-tip={t('in-place:compare.hold')}>
          <Segmented
            label={t('in-place:compare.label')}
            value={look}
            choices={LOOKS.map((value) => ({
              value,
              label: t(`in-place:compare.${value}`),
              content: t(`in-place:compare.${value}Short`),
            }))}
            onChange={(next) => useStage.setState({ look: next })}
          />
        </span>
        {look === 'difference' ? (
          <span className={styles.gain}>
            <NumberField
              label={t('in-place:compare.gainLabel')}
              value={gain}
              min={1}
              max={GAIN_MAX}
              unit="×"
              onChange={(next) => useStage.setState({ gain: next })}
            />
          </span>
        ) : null}
      </div>
      <div id={facts} hidden={!proof || !isKept}>
        {isKept ? <Facts outcome={outcome} /> : null}
      </div>
    </>
  );
}

type Kept = Extract<StageOutcome, { kind: 'kept' }>;

function Facts({ outcome }: { readonly outcome: Kept }) {
  const t = useWords();
  return (
    <div className={styles.proof}>
      <dl className={styles.facts} aria-label={t('in-place:proof.title')}>
        {keptFacts(outcome.proof).map(({ name, value }) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('in-place:proof.note')}</p>
    </div>
  );
}
