import { NAME_MAX_CHARS } from '../../../shared/document/index.ts';
import { ask, desktop, pictureQuery, queryClient, sayFault } from '../../bridge/index.ts';
import type { AcceptHow, AcceptOutcome, AcceptWish } from '../../engine/protocol/index.ts';
import { pictureTitle, say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { lookAtAccepted } from '../candidates/run-store.ts';
import type { CandidatePicture, Run } from '../candidates/runs.ts';
import { tell } from '../editor/editor-link.ts';
import { useEditor } from '../editor/editor-store.ts';
import { askToAccept } from '../editor/engine-answers.ts';
import { originsOf } from '../editor/open-document.ts';
import { restFilm } from './frame-store.ts';
import { isInDocument, stagedOf } from './use-staging.ts';

/** How the person wishes a candidate in the document; what can't be laid over it stands there whole. */
export type Wish = 'edit' | 'masked' | 'all';

/** One step of undo for what is accepted, and the decision kept with the proof. Says whether it was taken. */
export async function acceptInDocument(run: Run, shown: CandidatePicture, wish: Wish): Promise<boolean> {
  const chosen = wish === 'all' ? picturesOf(run) : [shown];
  const pictures: AcceptWish['pictures'][number][] = [];
  for (const one of chosen) {
    const picture = stagedOf(run, one);
    const details = await queryClient.fetchQuery(pictureQuery(one.pictureId)).catch(() => null);
    if (picture === null || details === null) return notAccepted('picture-missing');
    pictures.push({ picture, layerName: layerNameOf(run), origins: originsOf(details) });
  }
  // Its details took a while to come: another document may be open by now, and must not get the picture of this one.
  if (!isInDocument(run, useEditor.getState().id)) return notAccepted('away');
  const outcome = await askToAccept(tell, { pictures, how: howOf(wish, shown.pictureId) });
  if (outcome.kind === 'refused') return notAccepted(outcome.why);
  const proof = outcome.proofs[shown.pictureId] ?? null;
  const kept = proof === null ? null : { ...proof, colours: coloursOf(proof) };
  const answer = await ask(desktop.candidates.accept({ pictureId: shown.pictureId, proof: kept }));
  if (answer.kind === 'fault') sayFault(answer.error);
  lookAtAccepted();
  restFilm();
  announce(
    outcome.layerGone
      ? say('in-place:accept.doneGone')
      : say('in-place:accept.done', { count: chosen.length }),
  );
  return true;
}

type Proof = Extract<AcceptOutcome, { kind: 'accepted' }>['proofs'][string];

/** The contract's lists are its own to write to. */
function coloursOf({ colours: { gain, bias } }: Proof): {
  gain: [number, number, number];
  bias: [number, number, number];
} {
  return { gain: [...gain], bias: [...bias] };
}

function howOf(wish: Wish, pictureId: string): AcceptHow {
  if (wish === 'all') return 'all';
  const outcome = useEditor.getState().staged[pictureId];
  if (outcome?.kind === 'unrelated' || outcome?.kind === 'placed') return 'whole';
  return wish === 'edit' ? 'edit' : 'masked';
}

function picturesOf(run: Run): readonly CandidatePicture[] {
  return run.slots.flatMap((slot) => (slot.kind === 'picture' ? [slot.picture] : []));
}

function layerNameOf({ input, prompt }: Run): string {
  const act = say(`in-place:act.${input.place?.act ?? 'none'}`);
  const title = pictureTitle(prompt);
  const name =
    title === ''
      ? say('in-place:accept.plainName', { act })
      : say('in-place:accept.layerName', { act, title });
  return name.slice(0, NAME_MAX_CHARS);
}

function notAccepted(why: Extract<AcceptOutcome, { kind: 'refused' }>['why']): false {
  showToast({ icon: 'stop', title: say('in-place:accept.refused'), text: say(`in-place:refused.${why}`) });
  return false;
}
