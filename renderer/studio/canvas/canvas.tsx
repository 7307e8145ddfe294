import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import type { DocumentRecord } from '../../../shared/document/index.ts';
import { settingsQuery, showDocumentPanel } from '../../bridge/index.ts';
import { DropHint, useDrop } from '../../bring-in/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Empty, useSize } from '../../ui/index.ts';
import { CandidatesBar } from '../candidates/candidates-bar.tsx';
import { type LookedAt, useLookedAt } from '../candidates/run-store.ts';
import { useEditor } from '../editor/editor-store.ts';
import { EngineCanvas } from '../editor/engine-canvas.tsx';
import { EngineNotice } from '../editor/engine-notice.tsx';
import { Overlay } from '../editor/overlay.tsx';
import { TransformFrame } from '../editor/transform-frame.tsx';
import { focusPrompt } from '../form/form-store.ts';
import { CropFrame } from '../in-place/crop-frame.tsx';
import { GenerationFrame } from '../in-place/generation-frame.tsx';
import { inDocument } from '../in-place/place-of.ts';
import { StageOverlay } from '../in-place/stage-overlay.tsx';
import { useFilm } from '../in-place/use-film.ts';
import { isInDocument, useStaging } from '../in-place/use-staging.ts';
import { openFiles, openInStudio } from '../pictures-in.ts';
import { paints, type ToolId, useTool } from '../tools/tool-store.ts';
import { useToolPointer } from '../tools/use-tool-pointer.ts';
import { useBarPlace } from './bar-place.ts';
import { Board, type Shown, useAccepted, useRunShown } from './board.tsx';
import styles from './canvas.module.css';
import { useHand } from './use-hand.ts';
import { useSpaceHeld } from './use-space-held.ts';
import { placePicture, resizeView, useView } from './view-store.ts';

export function Canvas() {
  const t = useWords();
  const view = useRef<HTMLDivElement>(null);
  const size = useSize(view);
  const over = useDrop(view, (files) => void openInStudio(files));
  const space = useSpaceHeld();
  const tool = useTool((store) => store.tool);
  const isOpen = useEditor((editor) => editor.id !== null);
  const looked = useLookedAt();
  const { run, slot, accepted, shown, document, editing, isSeen, isComing } = useOnCanvas(looked);
  useStaging(looked);
  useFilm();
  useToolPointer(view, editing, space.ref);
  useHand(view, space.ref);
  useLayoutEffect(() => {
    if (size !== null) resizeView(size);
  }, [size]);
  usePlacing(editing ? document : null, shown);
  const name =
    run === null || slot === null
      ? (shown?.title ?? '')
      : t(`studio:canvas.name.${slot.kind}`, {
          number: slot.ordinal + 1,
          count: run.slots.length,
          title: shown?.title,
        });
  return (
    <section
      ref={view}
      className={styles.view}
      aria-label={t('studio:canvas.region')}
      data-region="canvas"
      data-tool={space.held ? 'hand' : cursorOf(tool, editing)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas is panned by keys, so it must be reachable.
      tabIndex={0}
    >
      {isOpen ? (
        <div style={isSeen ? undefined : { display: 'none' }}>
          <EngineCanvas />
          <Overlay />
          <TransformFrame />
          <GenerationFrame run={run} />
          <CropFrame />
          <StageOverlay {...looked} />
          <EngineNotice />
        </div>
      ) : null}
      {editing ? null : shown === null ? (
        isComing || isOpen ? null : (
          <Nothing />
        )
      ) : (
        <Board shown={shown} name={name} accepted={run === null ? null : accepted} />
      )}
      {run === null || (shown === null && !editing) ? null : <PlacedBar key={run.id} looked={looked} />}
      {over ? <DropHint text={t('bring-in:dropStudio')} /> : null}
    </section>
  );
}

/** The view is told what it shows: the page of a document that is edited, else a picture. */
function usePlacing(document: DocumentRecord | null, shown: Shown | null): void {
  const documentId = useEditor((editor) => editor.id);
  const { width, height } = document ?? shown?.size ?? { width: 1, height: 1 };
  const { x, y } = document?.origin ?? { x: 0, y: 0 };
  const known = document !== null || shown !== null;
  const id = document === null ? null : documentId;
  useLayoutEffect(() => {
    if (known) placePicture({ width, height }, id === null ? null : { id, x, y });
  }, [known, width, height, id, x, y]);
}

/** What stands on the canvas: the looked-at candidate, else the open document, else the Studio's picture. */
function useOnCanvas({ run, slot }: LookedAt) {
  const accepted = useAccepted();
  const documentId = useEditor((editor) => editor.id);
  // What was asked for in the open document is looked at in it.
  const isStaged = isInDocument(run, documentId);
  const alone = useRunShown(run, slot);
  const candidate = isStaged ? null : alone;
  const document = useEditor((editor) => editor.document);
  const failed = useEditor((editor) => editor.failure !== null);
  const stands = useEditor((editor) => editor.document !== null || editor.fromPicture);
  const { data: settings } = useQuery(settingsQuery);
  // A document is on its way that is not the Studio's picture: nothing else is shown before it.
  const isComing = !stands && (settings?.studioDocumentId ?? null) !== null;
  const shown = candidate ?? (document !== null || isComing ? null : accepted);
  const editing = document !== null && candidate === null;
  // Why it could not be opened is said where it would be.
  const isSeen = editing || (failed && candidate === null);
  return { run, slot, accepted, shown, document, editing, isSeen, isComing };
}

/** Under the picture, or for a run in the document under its frame. */
function PlacedBar({ looked: { run, slot } }: { readonly looked: LookedAt }) {
  const picture = useView((view) => view.picture);
  const document = useEditor((editor) => editor.document);
  const documentId = useEditor((editor) => editor.id);
  const place = run?.input.place ?? null;
  const isStaged = place !== null && document !== null && isInDocument(run, documentId);
  const rect = isStaged ? inDocument(place.frame, document) : { x: 0, y: 0, ...picture };
  const { ref, left, top } = useBarPlace(rect);
  return run === null ? null : <CandidatesBar ref={ref} run={run} slot={slot} left={left} top={top} />;
}

/** What the pointer looks like: a tool for documents is a hand where none is open. */
function cursorOf(tool: ToolId, editing: boolean): string {
  if (!editing && tool !== 'zoom') return 'hand';
  return paints(tool) ? 'paint' : tool;
}

function Nothing() {
  const t = useWords();
  return (
    <div className={styles.empty}>
      <Empty title={t('studio:empty.title')} text={t('studio:empty.text')}>
        <Button onClick={focusPrompt}>{t('studio:empty.write')}</Button>
        <Button look="ghost" className={styles.bare ?? ''} onClick={() => showDocumentPanel('new')}>
          {t('documents:act.new')}
        </Button>
        <Button look="ghost" className={styles.bare ?? ''} onClick={() => void openFiles()}>
          {t('bring-in:open')}
        </Button>
      </Empty>
    </div>
  );
}
