import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Job } from '../../../shared/contracts/desktop/index.ts';
import { goTo, jobsQuery, outageWords, showJobs, usePlace, useProgressStore } from '../../bridge/index.ts';
import { editAgain, isLookedAt, isRunning } from '../../studio/index.ts';
import { pictureTitle, say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { views } from '../views.ts';
import { costSentence, failureReason, providerName, restReason } from './job-words.ts';

const RefusedDialog = lazy(views.refused);

/** Tells how jobs end, wherever the person is: a dialog for a refusal, a notification for the rest. */
export function Outcomes() {
  const { data: jobs } = useQuery(jobsQuery);
  const seen = useRef<ReadonlyMap<string, string> | null>(null);
  const [refused, setRefused] = useState<Job | null>(null);
  useEffect(() => {
    if (jobs === undefined) return;
    const before = seen.current;
    seen.current = new Map(jobs.map((job) => [job.id, marksOf(job)]));
    // What had ended before the window opened is in the Jobs popover and needs no telling.
    if (before === null) return;
    for (const job of jobs) {
      if (before.get(job.id) === marksOf(job)) continue;
      if (job.state === 'refused') setRefused(job);
      else tell(job);
    }
  }, [jobs]);
  useMakingAnnounced(jobs ?? []);
  if (refused === null) return null;
  return (
    <Suspense fallback={null}>
      <RefusedDialog
        job={refused}
        onClose={() => setRefused(null)}
        onEdit={() => {
          setRefused(null);
          editAgain(refused.input);
        }}
      />
    </Suspense>
  );
}

/** What may change about a job that a person is told of. */
function marksOf(job: Job): string {
  return `${job.state} ${job.interrupted} ${job.blocked?.reason ?? ''}`;
}

function tell(job: Job): void {
  const name = pictureTitle(job.prompt);
  if (job.blocked !== null) {
    const words = outageWords(job.blocked);
    showToast({
      icon: 'stop',
      urgent: true,
      title: words.title,
      text: words.text,
      actions: [{ label: say('jobs:show'), act: () => showJobs(true) }],
    });
    return;
  }
  if (isRunning(job)) return;
  if (job.state === 'succeeded') {
    const title = say('jobs:ready', { count: job.delivered });
    // On the canvas the Candidates bar says it already, and a notification would only cover the form.
    if (usePlace.getState().view === 'studio' && isLookedAt(job.id)) announce(title);
    else showToast({ icon: 'done', title, text: say('jobs:readyText', { name, cost: costSentence(job) }) });
    if (job.delivered < job.count) tellPart(job);
  } else if (job.state === 'cancelled') {
    announce(say('jobs:state.cancelled'));
  } else if (job.state === 'failed' || job.state === 'expired') {
    // Closing an interrupted job is the person's own act.
    if (failureReason(job) !== 'interrupted') tellFailure(job);
  }
}

/** Candidates are there, and fewer than were asked for: why, in place of an alarm. */
function tellPart(job: Job): void {
  showToast({
    icon: 'stop',
    title: say('jobs:partTitle', { delivered: job.delivered, count: job.count }),
    text: `${restReason(job)}. ${costSentence(job)}`,
  });
}

function tellFailure(job: Job): void {
  const provider = providerName(job);
  const reason = job.state === 'expired' ? 'timeout' : failureReason(job);
  const next = say(`jobs:failed.${reason}.next`, { provider });
  const made =
    job.delivered === 0
      ? say('jobs:nothingMade')
      : say('jobs:someMade', { delivered: job.delivered, count: job.count });
  showToast({
    icon: reason === 'network' || reason === 'timeout' || reason === 'upstream' ? 'unplugged' : 'stop',
    urgent: true,
    title: say(`jobs:failed.${reason}.title`, { provider }),
    text: `${made} ${costSentence(job)} ${next}`,
    actions: [
      { label: say('jobs:editAgain'), act: () => editAgain(job.input) },
      ...(reason === 'bad-key' || reason === 'unverified-organisation'
        ? [{ label: say('jobs:openKeys'), act: () => goTo({ view: 'settings', page: 'providers' }) }]
        : []),
    ],
  });
}

/** "Picture 3 of 4" is read out when the number changes, not with every percent. */
function useMakingAnnounced(jobs: readonly Job[]): void {
  const job = jobs.find(isRunning);
  const ordinal = useProgressStore(({ byId }) =>
    job === undefined ? null : (byId[job.id]?.ordinal ?? null),
  );
  const count = job?.count ?? 0;
  useEffect(() => {
    if (ordinal !== null) announce(say('jobs:making', { number: ordinal + 1, count }));
  }, [ordinal, count]);
}
