import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import type {
  AcceptOutcome,
  AcceptWish,
  FileFacts,
  FileWish,
  FlattenOutcome,
  FrameOutcome,
  FrameWish,
  FromEngine,
  LayeredOutcome,
  SaveOutcome,
  ToEngine,
} from '../../engine/protocol/index.ts';

interface Saved {
  readonly sequence: number;
  readonly outcome: SaveOutcome;
}
type FileLook =
  | { readonly kind: 'read'; readonly facts: FileFacts }
  | {
      readonly kind: 'refused';
      readonly code: Extract<FromEngine, { kind: 'file-refused' }>['code'] | 'lost';
    };

type Tell = (message: ToEngine) => void;

/**
 * The engine answers by message, and in the order it was asked. A document has at most one save under way, and one file at
 * most is looked at.
 */
const saves = new Map<string, (answer: Saved) => void>();
const flattened = new Map<string, ((answer: FlattenOutcome) => void)[]>();
const layered = new Map<string, (answer: LayeredOutcome) => void>();
let looked: ((answer: FileLook) => void) | null = null;
/** By the number that the engine gives back. */
const frames = new Map<number, (answer: FrameOutcome) => void>();
const accepts = new Map<number, (answer: AcceptOutcome) => void>();
let requests = 0;

export function askToSave(tell: Tell, documentId: string, wish: FileWish): Promise<Saved> {
  return new Promise((resolve) => {
    saves.set(documentId, resolve);
    tell({ kind: 'save', wish });
  });
}

export function askToFlatten(tell: Tell, documentId: string): Promise<FlattenOutcome> {
  return new Promise((resolve) => {
    flattened.set(documentId, [...(flattened.get(documentId) ?? []), resolve]);
    tell({ kind: 'flatten', documentId });
  });
}

/** A second one takes the place of the first. */
export function askForLayered(
  tell: Tell,
  documentId: string,
  format: LayeredFormat,
): Promise<LayeredOutcome> {
  return new Promise((resolve) => {
    answerLayered(documentId, { kind: 'away' });
    layered.set(documentId, resolve);
    tell({ kind: 'layered', documentId, format });
  });
}

export function answerLayered(documentId: string, answer: LayeredOutcome): void {
  layered.get(documentId)?.(answer);
  layered.delete(documentId);
}

export function answerFlattened(documentId: string, answer: FlattenOutcome): void {
  // Each answer is as new as anybody who waits could wish.
  const waiting = flattened.get(documentId) ?? [];
  flattened.delete(documentId);
  for (const resolve of waiting) resolve(answer);
}

/** Reads a file whole, before there is a document for it. A second one takes the place of the first. */
export function askToLook(tell: Tell, file: Blob): Promise<FileLook> {
  return new Promise((resolve) => {
    looked?.({ kind: 'refused', code: 'lost' });
    looked = resolve;
    tell({ kind: 'read-file', file });
  });
}

/** The pixels and the mask of a frame, as a run sends them. */
export function askForFrame(tell: Tell, wish: Omit<FrameWish, 'request'>): Promise<FrameOutcome> {
  const request = ++requests;
  return new Promise((resolve) => {
    frames.set(request, resolve);
    tell({ kind: 'take-frame', wish: { ...wish, request } });
  });
}

export function askToAccept(tell: Tell, wish: AcceptWish): Promise<AcceptOutcome> {
  const request = ++requests;
  return new Promise((resolve) => {
    accepts.set(request, resolve);
    tell({ kind: 'accept-staged', request, wish });
  });
}

export function answerFrame(request: number, answer: FrameOutcome): void {
  frames.get(request)?.(answer);
  frames.delete(request);
}

export function answerAccepted(request: number, answer: AcceptOutcome): void {
  accepts.get(request)?.(answer);
  accepts.delete(request);
}

export function answerSaved(documentId: string, answer: Saved): void {
  saves.get(documentId)?.(answer);
  saves.delete(documentId);
}

export function answerLook(answer: FileLook): void {
  looked?.(answer);
  looked = null;
}

/** The engine stopped, and will answer nothing that was asked of it. */
export function answerNothing(): void {
  for (const id of saves.keys()) answerSaved(id, { sequence: 0, outcome: { kind: 'away' } });
  for (const id of flattened.keys()) answerFlattened(id, { kind: 'away' });
  for (const request of frames.keys()) answerFrame(request, { kind: 'refused', why: 'away' });
  for (const request of accepts.keys()) answerAccepted(request, { kind: 'refused', why: 'away' });
  for (const id of layered.keys()) answerLayered(id, { kind: 'away' });
  answerLook({ kind: 'refused', code: 'lost' });
}
