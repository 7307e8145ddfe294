import type { LayerId } from '../../../shared/document/index.ts';
import { say } from '../../text/index.ts';
import { showToast } from '../../ui/index.ts';
import { copyOf } from '../editor/clipboard.ts';
import { filesAsReferences } from '../pictures-in.ts';

/** A layer's pixels go along with the next run: they become a picture of the library, as every reference is one. */
export async function layerAsReference(layer: LayerId, name: string): Promise<void> {
  const { png } = await copyOf(layer);
  if (png === null) {
    showToast({ icon: 'stop', title: say('in-place:reference.failed') });
    return;
  }
  await filesAsReferences([new File([png], `${name}.png`, { type: 'image/png' })]);
}
