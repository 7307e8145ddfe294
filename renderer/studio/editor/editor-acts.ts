import type { EditorCommand } from '../../engine/protocol/index.ts';

/** What the panels and tools may ask; the engine's link answers it. */
export interface EditorActs {
  run(command: EditorCommand): void;
  undo(): void;
  redo(): void;
  jump(at: number): void;
}

let acts: EditorActs | null = null;

/** Called by the link when a document is open, and with null when it is closed. */
export function setEditorActs(next: EditorActs | null): void {
  acts = next;
}

export function runCommand(command: EditorCommand): void {
  acts?.run(command);
}

export function undo(): void {
  acts?.undo();
}

export function redo(): void {
  acts?.redo();
}

export function jumpTo(at: number): void {
  acts?.jump(at);
}
