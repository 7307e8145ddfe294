import type { DocumentSummary } from '../../../shared/contracts/desktop/index.ts';
import { type DocumentRecord, type LayerId, listLayers } from '../../../shared/document/index.ts';
import type { DocumentStart, EngineView, FromEngine, ToEngine } from '../../engine/protocol/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { useBrush } from '../tools/brush-store.ts';
import { setEditorActs } from './editor-acts.ts';
import { activeLayer, NO_DOCUMENT, useEditor } from './editor-store.ts';
import {
  answerAccepted,
  answerFlattened,
  answerFrame,
  answerLayered,
  answerLook,
  answerNothing,
  answerSaved,
} from './engine-answers.ts';
import { noteCut, noteFacts, noteSize } from './file-facts.ts';

/** The one engine of the window, started when a document is first opened. */
let worker: Worker | null = null;
/** One that failed may still have steps on their way; it ends when another takes its place. */
let failed: Worker | null = null;

function engine(): Worker {
  if (worker !== null) return worker;
  failed?.terminate();
  failed = null;
  const started = new Worker(new URL('../../engine/worker/engine-worker.ts', import.meta.url), {
    type: 'module',
  });
  started.onmessage = ({ data }: MessageEvent<FromEngine>) => hear(data);
  // A worker that died takes its document with it; everything that was said to be saved is opened again.
  started.onerror = (event) => {
    event.preventDefault();
    if (worker !== started) return;
    started.onmessage = null;
    failed = started;
    worker = null;
    answerNothing();
    const { id } = useEditor.getState();
    if (id !== null) useEditor.setState({ failure: 'lost' });
  };
  worker = started;
  return started;
}

export function tell(message: ToEngine): void {
  if (message.kind === 'canvas') engine().postMessage(message, [message.canvas]);
  else engine().postMessage(message);
}

export function openInEngine(document: DocumentSummary, start: DocumentStart): void {
  const { id: documentId, name, file, savedAtMs } = document;
  for (const address of Object.values(useEditor.getState().thumbnails)) URL.revokeObjectURL(address);
  useEditor.setState({
    ...NO_DOCUMENT,
    id: documentId,
    name,
    file,
    savedHere: savedAtMs !== null,
    fromPicture: start.kind === 'picture',
  });
  tell({ kind: 'open', documentId, start });
  setEditorActs({
    run: (command) => tell({ kind: 'command', command }),
    undo: () => tell({ kind: 'undo' }),
    redo: () => tell({ kind: 'redo' }),
    jump: (position) => tell({ kind: 'jump', position }),
  });
}

export function closeInEngine(): void {
  if (useEditor.getState().id === null) return;
  tell({ kind: 'close' });
  setEditorActs(null);
  for (const address of Object.values(useEditor.getState().thumbnails)) URL.revokeObjectURL(address);
  useEditor.setState(NO_DOCUMENT);
}

export function tellView(view: EngineView): void {
  if (useEditor.getState().id !== null) tell({ kind: 'view', view });
}

/** The engine makes edits of the active layer cheap, so it is told which one that is. */
useEditor.subscribe((now, before) => {
  if (now.id !== null && activeLayer(now) !== activeLayer(before))
    tell({ kind: 'active', layer: activeLayer(now) });
});

/** A crop makes another page of the same document. */
function followSize(now: DocumentRecord): void {
  const { id, document } = useEditor.getState();
  if (id === null || document === null) return;
  if (now.width !== document.width || now.height !== document.height) noteSize(id, now);
}

function hear(message: FromEngine): void {
  switch (message.kind) {
    case 'document': {
      const { document, history, position, selection } = message;
      followSize(document);
      useEditor.setState(({ chosen, document: before }) => ({
        document,
        history,
        position,
        selection,
        chosen: brought(before, document) ?? stillThere(document, chosen),
      }));
      break;
    }
    case 'saving':
      useEditor.setState({ saving: message.state, sequence: message.sequence });
      break;
    case 'thumbnails':
      takeThumbnails(message.pictures);
      break;
    case 'picked':
      useBrush.setState({ front: message.colour });
      break;
    case 'bounds':
      useEditor.setState({ bounds: { layers: message.layers, rect: message.rect } });
      break;
    case 'copied':
      useEditor.setState({ copied: { png: message.png, rect: message.rect } });
      break;
    case 'refused':
      announce(say(`tools:refused.${message.why}`));
      showToast({ icon: 'stop', title: say(`tools:refused.${message.why}`) });
      break;
    case 'file':
      answerSaved(message.documentId, message);
      break;
    case 'flattened':
      answerFlattened(message.documentId, message.outcome);
      break;
    case 'frame-taken':
      answerFrame(message.request, message.outcome);
      break;
    case 'staged':
      useEditor.setState(({ staged }) => ({
        staged: { ...staged, [message.pictureId]: message.outcome },
      }));
      break;
    case 'staged-accepted':
      answerAccepted(message.request, message.outcome);
      break;
    case 'coverage':
      useEditor.setState({ coverage: { rect: message.rect, share: message.share } });
      break;
    case 'layered':
      answerLayered(message.documentId, message.outcome);
      break;
    case 'file-read':
      answerLook({ kind: 'read', facts: message.facts });
      break;
    case 'file-refused':
      answerLook({ kind: 'refused', code: message.code });
      break;
    case 'file-opened':
      noteFacts(message.documentId, message.facts);
      break;
    case 'cut':
      noteCut(message.copy);
      break;
    case 'failed':
      useEditor.setState({ failure: message.why });
      break;
  }
}

/** What a step has brought is what the hand goes on with: the topmost of it. Null when it brought no layer. */
function brought(before: DocumentRecord | null, document: DocumentRecord): readonly LayerId[] | null {
  if (before === null) return null;
  const top = listLayers(document).find(({ layer }) => before.layers[layer.id] === undefined);
  return top === undefined ? null : [top.layer.id];
}

/** What was chosen and is gone gives way to the topmost layer, because tools need one to work on. */
function stillThere(
  document: Extract<FromEngine, { kind: 'document' }>['document'],
  chosen: ReturnType<typeof useEditor.getState>['chosen'],
): ReturnType<typeof useEditor.getState>['chosen'] {
  const kept = chosen.filter((id) => document.layers[id] !== undefined);
  if (kept.length > 0) return kept;
  const top = listLayers(document)[0]?.layer.id;
  return top === undefined ? [] : [top];
}

function takeThumbnails(pictures: Extract<FromEngine, { kind: 'thumbnails' }>['pictures']): void {
  const { thumbnails } = useEditor.getState();
  const next = { ...thumbnails };
  for (const { of, png } of pictures) {
    const old = next[of];
    if (old !== undefined) URL.revokeObjectURL(old);
    next[of] = URL.createObjectURL(png);
  }
  useEditor.setState({ thumbnails: next });
}
