import { X } from 'lucide-react';
import { lazy, Suspense, useRef } from 'react';
import { goTo, patiently } from '../../bridge/index.ts';
import { DropHint, useDrop } from '../../bring-in/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, Notice, text } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { OperationSelect } from '../in-place/operation-select.tsx';
import { filesAsReferences } from '../pictures-in.ts';
import { SentLink } from '../sent/sent-link.tsx';
import { changeForm } from './form-store.ts';
import { GenerateButton } from './generate-button.tsx';
import styles from './generate-section.module.css';
import { Parameters } from './parameters.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { PromptBox } from './prompt-box.tsx';
import { ReferencesRow } from './references-row.tsx';
import { useGenerate, useSubmission } from './use-generate.ts';

const CautionDialog = lazy(() =>
  patiently(async () => ({ default: (await import('./caution-dialog.tsx')).CautionDialog })),
);

export function GenerateSection() {
  const t = useWords();
  const section = useRef<HTMLElement>(null);
  const over = useDrop(section, (files) => void filesAsReferences(files));
  const { form, models, model, input, quote, obstacle } = useGenerate();
  const problem = useSubmission((state) => state.problem);
  const cautioned = useSubmission((state) => state.cautioned);
  const isOpen = useEditor((view) => view.document !== null);
  const act = isOpen ? form.act : null;
  const takesReferences = (model?.maxReferences ?? 0) > 0 || form.references.length > 0;
  return (
    <section
      ref={section}
      className={styles.section}
      aria-label={t('studio:generate.title')}
      data-region="inspector"
    >
      <div className={styles.head}>
        <h2 className={styles.title}>{t('studio:generate.title')}</h2>
        {isOpen ? <OperationSelect act={form.act} /> : null}
        {form.parentPictureId === null || isOpen ? null : (
          <>
            <span className={text.caption}>{t('studio:generate.goesOn')}</span>
            <IconButton
              size="small"
              label={t('studio:generate.startAfresh')}
              onClick={() => changeForm({ parentPictureId: null })}
            >
              <Icon of={X} size={12} />
            </IconButton>
          </>
        )}
      </div>
      <div className={styles.body}>
        <PromptBox form={form} canLeaveOut={model?.negativePrompt ?? false} act={act} />
        {takesReferences ? <ReferencesRow references={form.references} /> : null}
        {model === undefined || input === null ? null : (
          <Parameters form={form} models={models} model={model} input={input} />
        )}
      </div>
      <div className={styles.foot}>
        {problem === null ? null : (
          <ProblemNotice
            problem={problem}
            model={model}
            input={input}
            onLeave={() => useSubmission.setState({ problem: null })}
          />
        )}
        {obstacle === 'key-missing' ? (
          <Notice title={t('studio:obstacle.key-missing')} text={t('studio:obstacle.keyMissingText')}>
            <Button size="small" onClick={() => goTo({ view: 'settings', page: 'providers' })}>
              {t('studio:obstacle.addKey')}
            </Button>
          </Notice>
        ) : null}
        <GenerateButton input={input} quote={quote?.quote ?? null} obstacle={obstacle} model={model} />
        {input === null || (act !== null && input.place === null) ? null : (
          <SentLink input={input} drawnHere={model?.provider === 'sandbox'} />
        )}
      </div>
      {over ? <DropHint text={t('bring-in:dropReferences')} /> : null}
      <Suspense fallback={null}>
        {cautioned !== null && model !== undefined ? (
          <CautionDialog
            provider={t(`common:provider.${model.provider}`)}
            ofDocument={cautioned.input.place !== null}
          />
        ) : null}
      </Suspense>
    </section>
  );
}
