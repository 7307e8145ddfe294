import type { Job, Progress } from '../../../shared/contracts/desktop/index.ts';
import { outageWords } from '../../bridge/index.ts';
import { priceWords, shortPriceWords } from '../../studio/index.ts';
import { formatDollars, formatTime, pictureTitle, say } from '../../text/index.ts';

/** Failure kinds of the provider contract that have their own sentence; any other code gets the general one. */
const REASONS = [
  'bad-key',
  'unverified-organisation',
  'quota',
  'billing-limit',
  'rate-limited',
  'too-many-at-once',
  'invalid-request',
  'unknown-model',
  'no-result',
  'broken-answer',
  'upstream',
  'timeout',
  'network',
  'interrupted',
  'never-sent',
  'reference-missing',
  'frame-missing',
] as const;

export type FailureReason = (typeof REASONS)[number] | 'other';

/** What is being done, and what it is called: an act in a document by its own name. */
export function jobTitle({ input, prompt }: Job): string {
  const title = pictureTitle(prompt);
  if (input.place === null) return say('jobs:name', { title });
  const act = say(`in-place:act.${input.place.act}`);
  return title === '' ? act : say('jobs:nameOfAct', { act, title });
}

export function failureReason(job: Job): FailureReason {
  return REASONS.find((reason) => reason === job.reason?.code) ?? 'other';
}

export function providerName(job: Job): string {
  if (job.providerId === 'own-server') return say('common:provider.own-server');
  return say(job.providerId === 'openai' ? 'common:provider.openai' : 'common:provider.sandbox');
}

/** What a job cost in the end, or what it may cost while it runs. */
export function jobCost(job: Job): string {
  if (job.cost?.kind === 'money') return formatDollars(job.cost.micros);
  if (job.quote.kind === 'free') return say('common:price.free');
  if (job.cost?.kind === 'nothing' || job.state === 'refused') return say('common:price.nothing');
  return job.quote.kind === 'unknown' ? shortPriceWords(job.quote) : priceWords(job.quote);
}

/** What an ended job cost, as a sentence that never claims more than is known. */
export function costSentence(job: Job): string {
  if (job.cost?.kind === 'money') {
    return say('jobs:cost.money', { amount: formatDollars(job.cost.micros), provider: providerName(job) });
  }
  if (job.cost?.kind === 'nothing' || job.quote.kind === 'free') return say('jobs:cost.nothing');
  if (job.quote.kind === 'unknown' && job.reason?.charged !== 'no') return say('jobs:cost.notKnown');
  if (job.reason?.charged === 'unknown') return say('jobs:cost.unknown', { provider: providerName(job) });
  return job.reason?.charged === 'yes'
    ? say('jobs:cost.charged', { provider: providerName(job) })
    : say('jobs:cost.nothing');
}

/** The second line of a job's row. */
export function jobLine(job: Job, progress: Progress | null): string {
  if (job.interrupted) return say('jobs:state.interrupted');
  if (job.blocked !== null) return outageWords(job.blocked).title;
  switch (job.state) {
    case 'queued':
    case 'submitting':
    case 'running':
      return runningLine(job, progress);
    case 'succeeded':
      return job.delivered < job.count ? partLine(job) : doneLine(job);
    case 'refused':
      return say('jobs:state.refused');
    case 'failed':
      return say(`jobs:failed.${failureReason(job)}.short`, { provider: providerName(job) });
    case 'cancelled':
      return job.delivered === 0
        ? say('jobs:state.cancelled')
        : say('jobs:state.cancelledPart', { delivered: job.delivered, count: job.count });
    case 'expired':
      return say('jobs:state.expired');
  }
}

function doneLine(job: Job): string {
  return say('jobs:state.succeeded', { time: formatTime(job.endedAtMs ?? job.createdAtMs) });
}

/** How many came, and why the rest is missing. */
function partLine(job: Job): string {
  return say('jobs:state.part', { delivered: job.delivered, count: job.count, why: restReason(job) });
}

export function restReason(job: Job): string {
  if (job.reason?.code === 'refused') return say('jobs:restRefused');
  return say(`jobs:failed.${failureReason(job)}.short`, { provider: providerName(job) });
}

function runningLine(job: Job, progress: Progress | null): string {
  if (job.state === 'queued' && (progress === null || progress.ordinal === null)) {
    const position = progress?.queuePosition ?? null;
    return position === null ? say('jobs:state.waiting') : say('jobs:state.waitingAt', { count: position });
  }
  if (progress?.ordinal == null) return say('jobs:state.starting');
  const made = say('jobs:making', { number: progress.ordinal + 1, count: job.count });
  return progress.leftMs === null ? made : say('jobs:left', { made, time: timeLeft(progress.leftMs) });
}

function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 90
    ? say('common:time.seconds', { count: seconds })
    : say('common:time.minutes', { count: Math.round(seconds / 60) });
}
