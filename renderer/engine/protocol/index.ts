export type { Converted } from '../psd/converted.ts';
export { type LostInPsd, lostInPsd } from '../psd/lost-in-psd.ts';
export { BRUSH_SIZE_MAX, type BrushSettings, type Colour, type PaintingTool } from './brush.ts';
export type { EditorCommand, SelectionMode, SelectionShape, StepLabel } from './command.ts';
export type {
  DocumentStart,
  EngineFailure,
  EngineView,
  FileFacts,
  FileRefusal,
  FileWish,
  FlattenOutcome,
  FromEngine,
  HistoryEntry,
  LayeredOutcome,
  RoomRefusal,
  SaveOutcome,
  StrokeSample,
  StrokeStart,
  ToEngine,
} from './messages.ts';
export type {
  AcceptHow,
  AcceptOutcome,
  AcceptWish,
  FrameOutcome,
  FrameWish,
  StagedPicture,
  StageOutcome,
  StageRefusal,
  StageView,
} from './staging.ts';
