import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { settingsQuery, showDocumentPanel } from '../../bridge/index.ts';
import { DropHint, useDrop } from '../../bring-in/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Empty, useSize } from '../../ui/index.ts';
import { CandidatesBar } from '../candidates/candidates-bar.tsx';
import { useLookedAt } from '../candidates/run-store.ts';
import { useEditor } from '../editor/editor-store.ts';
import { EngineCanvas } from '../editor/engine-canvas.tsx';
import { EngineNotice } from '../editor/engine-notice.tsx';
import { Overlay } from '../editor/overlay.tsx';
import { TransformFrame } from '../editor/transform-frame.tsx';
import { focusPrompt } from '../form/form-store.ts';
import { openFiles, openInStudio } from '../pictures-in.ts';
import { paints, type ToolId, useTool } from '../tools/tool-store.ts';
import { useToolPointer } from '../tools/use-tool-pointer.ts';
import { Board, useAccepted, useRunShown } from './board.tsx';
import styles from './canvas.module.css';
import { useHand } from './use-hand.ts';
import { useSpaceHeld } from './use-space-held.ts';
import { currentViewport, placePicture, resizeView, useView } from './view-store.ts';

const BAR_GAP = 18;
const BAR_INSET = 12;
const TAG_HEIGHT = 22;

export function Canvas() {
  const t = useWords();
  const view = useRef<HTMLDivElement>(null);
  const size = useSize(view);
  const over = useDrop(view, (files) => void openInStudio(files));
  const space = useSpaceHeld();
  const tool = useTool((store) => store.tool);
  const isOpen = useEditor((editor) => editor.id !== null);
  const { run, slot, accepted, shown, document, editing, isSeen, isComing } = useOnCanvas();
  const { width, height } = (editing ? document : shown?.size) ?? { width: 1, height: 1 };
  useToolPointer(view, editing, space.ref);
  useHand(view, space.ref);
  useLayoutEffect(() => {
    if (size !== null) resizeView(size);
  }, [size]);
  const known = shown !== null || (editing && document !== null);
  useLayoutEffect(() => {
    if (known) placePicture({ width, height });
  }, [known, width, height]);
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
      {run === null || shown === null ? null : <PlacedBar key={run.id} />}
      {over ? <DropHint text={t('bring-in:dropStudio')} /> : null}
    </section>
  );
}

/** What stands on the canvas: the looked-at candidate, else the open document, else the Studio's picture. */
function useOnCanvas() {
  const { run, slot } = useLookedAt();
  const accepted = useAccepted();
  const candidate = useRunShown(run, slot);
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

/** Under the picture and centred on it, kept inside the view; above it when there is no room below. */
function PlacedBar() {
  const { run, slot } = useLookedAt();
  const bar = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 480, height: 56 });
  const { view, picture, moved } = useView(
    useShallow(({ view, picture, moved }) => ({ view, picture, moved })),
  );
  const slots = run?.slots.length;
  const open = run?.open;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the bar holds decides how wide it is.
  useEffect(() => {
    if (bar.current !== null) setSize({ width: bar.current.offsetWidth, height: bar.current.offsetHeight });
  }, [slots, open, view.width]);
  if (run === null) return null;
  const { x, y, zoom } = currentViewport({ view, picture, moved });
  const middle = x + (picture.width * zoom) / 2;
  const left = clamp(middle - size.width / 2, BAR_INSET, view.width - size.width - BAR_INSET);
  const below = y + picture.height * zoom + BAR_GAP;
  const lowest = view.height - size.height - BAR_INSET;
  const above = y - BAR_GAP - TAG_HEIGHT - size.height;
  // A picture larger than the view has room neither below nor above; the bar then stays where it mostly is.
  const top = below <= lowest || moved === null || above < BAR_INSET ? Math.min(below, lowest) : above;
  return <CandidatesBar ref={bar} run={run} slot={slot} left={left} top={clamp(top, BAR_INSET, lowest)} />;
}

function clamp(value: number, min: number, max: number): number {
  return Math.round(Math.max(min, Math.min(max, value)));
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
