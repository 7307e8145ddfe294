import type { Picture } from '../../shared/contracts/desktop/index.ts';

/** What a grid needs of a picture. */
export interface PictureRow {
  readonly position: number;
  readonly id: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly made_at_ms: number;
  readonly day: string;
  readonly model_id: string;
  readonly verdict: Picture['verdict'];
  readonly operation: string;
  /** Cut by the query: whole prompts are read for one picture at a time. */
  readonly prompt_start: string;
}

/** What a picture that was brought in has in place of an operation; it has no model and no provider. */
export const IMPORT_OPERATION = 'import';

/** Stands for a width and a height in an intent that was written before the decoder had looked. */
export const UNKNOWN_SIDE = 0;

/** As many characters as the grid's contract takes; counted in code points there, in UTF-16 here. */
const PROMPT_SHOWN_MAX = 300;

export const PICTURE_COLUMNS = `
  p.position, p.id, p.sha256, p.width, p.height, p.made_at_ms, p.day, p.model_id, p.verdict, p.operation,
  substr(p.prompt, 1, ${PROMPT_SHOWN_MAX}) AS prompt_start`;

/** One picture with what its job and its file say about it. */
export interface DetailsRow extends PictureRow {
  readonly generation_id: string;
  readonly prompt: string;
  readonly revised_prompt: string | null;
  readonly provider_id: string;
  readonly seed: number | null;
  readonly trashed_at_ms: number | null;
  readonly input: string | null;
  readonly quote: string | null;
  readonly cost: string | null;
  readonly kept: string | null;
}

export interface FileRow {
  readonly sha256: string;
  readonly folder: string;
  readonly name: string;
  readonly media_type: string;
  readonly size_bytes: number;
  readonly missing_since_ms: number | null;
}

export function toPicture(row: PictureRow): Picture {
  return {
    id: row.id,
    position: row.position,
    sha256: row.sha256,
    width: row.width,
    height: row.height,
    madeAtMs: row.made_at_ms,
    day: row.day,
    prompt: shown(row.prompt_start),
    modelId: row.model_id,
    origin: row.operation === IMPORT_OPERATION ? 'imported' : 'made',
    verdict: row.verdict,
  };
}

/** Cut so that no letter made of two units is halved. */
function shown(prompt: string): string {
  if (prompt.length <= PROMPT_SHOWN_MAX) return prompt;
  const last = prompt.charCodeAt(PROMPT_SHOWN_MAX - 1);
  const splits = last >= 0xd800 && last < 0xdc00;
  return prompt.slice(0, splits ? PROMPT_SHOWN_MAX - 1 : PROMPT_SHOWN_MAX);
}
