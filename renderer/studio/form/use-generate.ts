import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import {
  catalogueQuery,
  changeSettings,
  faultWords,
  providersQuery,
  readFault,
  settingsQuery,
  submitGeneration,
  useConnection,
} from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce } from '../../ui/index.ts';
import { lookAtRun } from '../candidates/run-store.ts';
import { takePlace } from '../in-place/take-place.ts';
import { usePlace } from '../in-place/use-place.ts';
import { findObstacle, qualityOn, toInput } from './form-rules.ts';
import { changeForm, useForm } from './form-store.ts';
import { quoteOf } from './live-quote.ts';
import type { Quote } from './price-words.ts';
import { type Problem, refusalWords } from './refusal-words.ts';

interface Submission {
  readonly pending: boolean;
  /** What the last press of Generate met, said in the form. */
  readonly problem: Problem | null;
  /** What waits until the caution about sending pictures is answered. */
  readonly cautioned: { readonly input: GenerationInput; readonly shown: Quote } | null;
}

export const useSubmission = create<Submission>(() => ({
  pending: false,
  problem: null,
  cautioned: null,
}));

export function sayProblem(problem: Problem): void {
  useSubmission.setState({ problem });
}

/** What was refused is no longer said once the form says something else. */
useForm.subscribe(() => {
  if (useSubmission.getState().problem !== null) useSubmission.setState({ problem: null });
});

/** The form as a request: its model, its live price and what stands in the way. */
export function useGenerate() {
  const form = useForm();
  const { data: catalogue } = useQuery(catalogueQuery);
  const { data: settings } = useQuery(settingsQuery);
  const { data: providers } = useQuery(providersQuery);
  const models = catalogue?.models ?? [];
  const wanted = form.modelId ?? settings?.modelId;
  const model = models.find((candidate) => candidate.id === wanted) ?? models[0];
  const place = usePlace(model, model === undefined ? undefined : qualityOn(form, model));
  const input = model === undefined ? null : toInput(form, model, typeof place === 'string' ? null : place);
  const quote = model === undefined || input === null ? null : quoteOf(model, input);
  const away = useConnection(({ state }) => state === 'away' || state === 'ended');
  const obstacle = away ? 'away' : findObstacle(form, model, providers ?? [], place);
  return { form, models, model, input, quote, obstacle };
}

/** Asks for the run. The form says what was refused; a run that began is looked at on the canvas. */
export async function generate(input: GenerationInput, shown: Quote): Promise<boolean> {
  if (useSubmission.getState().pending) return false;
  useSubmission.setState({ pending: true, problem: null });
  const taken = await takePlace(input);
  if (taken.kind === 'problem') {
    useSubmission.setState({ pending: false, problem: taken.problem });
    return false;
  }
  const answer = await submitGeneration(taken.input, shown);
  if (answer.kind === 'value') {
    useSubmission.setState({ pending: false });
    lookAtRun(answer.value.generationId);
    if (!useForm.getState().seedKept) changeForm({ seed: null });
    announce(say('studio:generate.started', { count: input.count }));
    return true;
  }
  if (answer.kind === 'refusal' && answer.refusal.code === 'CAUTION_UNSEEN') {
    useSubmission.setState({ pending: false, cautioned: { input: taken.input, shown } });
    return false;
  }
  const problem =
    answer.kind === 'refusal' ? refusalWords(answer.refusal) : faultWords(readFault(answer.error));
  useSubmission.setState({ pending: false, problem });
  return false;
}

/** The caution was read: it is not said again, and what waited for it is asked for now. */
export async function answerCaution(send: boolean): Promise<void> {
  const { cautioned } = useSubmission.getState();
  useSubmission.setState({ cautioned: null });
  if (!send || cautioned === null) return;
  if (await changeSettings({ cautionSeen: true })) await generate(cautioned.input, cautioned.shown);
}
