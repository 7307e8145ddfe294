import type { LayerId } from '../../../shared/document/index.ts';
import type { FromEngine } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import type { SmallPicture } from '../session/thumbnail.ts';
import { watchThumbnails } from './watch-thumbnails.ts';

/** Small pictures for the layers panel, made when the hand rests. */
export interface Thumbnailer {
  later(): void;
  stop(): void;
}

export interface ThumbnailerParts {
  readonly encode: (picture: SmallPicture) => Blob;
  readonly wait: (ms: number) => Promise<void>;
}

/** Four times a second at most; a stroke makes no step until it ends, so none is made while painting. */
const REST_MS = 250;

export function createThumbnailer(
  { encode, wait }: ThumbnailerParts,
  session: Session,
  post: (message: FromEngine) => void,
): Thumbnailer {
  const watch = watchThumbnails();
  let asked = false;
  let stopped = false;
  const make = (): void => {
    const pictures = watch
      .changed(session.document(), session.history.state.grids)
      .flatMap(({ of, layer, part }) => {
        const picture = session.thumbnail(layer as LayerId, part);
        return picture === null ? [] : [{ of, png: encode(picture) }];
      });
    if (pictures.length > 0) post({ kind: 'thumbnails', pictures });
  };
  return {
    later() {
      if (asked) return;
      asked = true;
      void wait(REST_MS).then(() => {
        asked = false;
        if (!stopped) make();
      });
    },
    stop() {
      stopped = true;
    },
  };
}
