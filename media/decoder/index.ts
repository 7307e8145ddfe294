export {
  createDecoder,
  DECODER_LIMITS,
  type Decoder,
  type DecoderLimits,
  type DecoderOptions,
} from './create-decoder.ts';
export { forkNode } from './fork-node.ts';
export { DecoderUnavailable, type Fork, type ForkedChild } from './pool.ts';
export type {
  Encoded,
  EncodeOptions,
  FrameOptions,
  Inspected,
  PictureSource,
  Prepared,
  PreparedFrame,
  PrepareOptions,
  Refused,
  Thumbnail,
} from './protocol.ts';
