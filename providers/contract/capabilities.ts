import type { OperationId } from '../../shared/operations/index.ts';

/** What a provider can do, as data: the core decides from this and asks no provider by name. */
export interface Capabilities {
  readonly operations: readonly OperationId[];
  /** `body`: the answer is in the response. `stream`: with partial pictures before it. `job`: handle, then poll. */
  readonly transport: 'body' | 'stream' | 'job';
  /** How far a cancel reaches; after `client-only` a late result may still come and still cost. */
  readonly cancel: 'supported' | 'queued-only' | 'global-only' | 'client-only';
  /** The same call may be sent again: it costs nothing and gives the same bytes. */
  readonly repeatable: boolean;
  readonly needsKey: boolean;
  readonly maxPerCall: number;
  readonly promptMaxChars: number;
  readonly seeds: 'supported' | 'ignored' | 'absent';
  readonly size: SizeScheme;
  /** Which value of a mask says "may change" on the wire; stored masks are white = edit. */
  readonly mask: 'white-edits' | 'transparent-edits' | 'none';
  readonly inputs: InputForms;
  readonly webhooks: boolean;
}

export type SizeScheme =
  | {
      readonly kind: 'free';
      readonly step: number;
      readonly minSide: number;
      readonly maxSide: number;
      readonly maxPixels: number;
      readonly maxAspect: number;
    }
  | { readonly kind: 'list'; readonly sizes: readonly (readonly [width: number, height: number])[] }
  | {
      readonly kind: 'aspect-and-tier';
      readonly aspects: readonly string[];
      readonly tiers: readonly string[];
    }
  | { readonly kind: 'megapixels'; readonly max: number }
  | { readonly kind: 'fixed'; readonly width: number; readonly height: number };

export interface InputForms {
  readonly forms: readonly ('multipart' | 'data-uri' | 'base64' | 'url' | 'upload-first')[];
  readonly maxCount: number;
  readonly maxBytes: number;
  readonly mediaTypes: readonly string[];
}
