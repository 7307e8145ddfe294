import { useInfiniteQuery } from '@tanstack/react-query';
import type { CloudAccount, SecurityEvent } from '../../../shared/contracts/cloud/index.ts';
import { sayFault, securityEventsQuery } from '../../bridge/index.ts';
import { say, useWords, type Words } from '../../text/index.ts';
import { announce, Button } from '../../ui/index.ts';
import styles from '../account.module.css';
import { NotThere } from '../not-there.tsx';
import { type Away, Part } from '../part.tsx';
import { useFocusHere } from '../use-focus-here.ts';
import { momentWords } from '../when.ts';
import events from './events-part.module.css';

interface EventsPartProps {
  readonly account: CloudAccount;
  readonly away: Away;
}

export function EventsPart({ account, away }: EventsPartProps) {
  const t = useWords();
  const query = useInfiniteQuery(securityEventsQuery(account.id));
  const [end, focusEnd] = useFocusHere<HTMLParagraphElement>();
  const pages = query.data?.pages ?? [];
  const shown = pages.flatMap((page) => page.events);
  const more = async (): Promise<void> => {
    const answer = await query.fetchNextPage();
    // What is shown already stays; the person who asked for more is told why there is none.
    if (answer.isError) sayFault(answer.error);
    const last = answer.data?.pages.at(-1);
    if (answer.isError || last === undefined) return;
    announce(say('account:events.shown', { count: last.events.length }));
    if (last.end) focusEnd();
  };
  return (
    <Part
      title={t('account:events.title')}
      text={t(account.kind === 'member' ? 'account:events.text' : 'account:events.guestText')}
      away={null}
    >
      {query.data === undefined ? <NotThere failed={query.isError} /> : null}
      <ul className={styles.list} aria-label={t('account:events.list')}>
        {shown.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          className={styles.under}
          size="medium"
          off={away !== null || query.isFetchingNextPage}
          onClick={() => void more()}
        >
          {t('account:events.more')}
        </Button>
      ) : null}
      {pages.length > 1 && !query.hasNextPage ? (
        <p ref={end} className={styles.note} tabIndex={-1}>
          {t('account:events.all')}
        </p>
      ) : null}
    </Part>
  );
}

function EventRow({ event }: { readonly event: SecurityEvent }) {
  const t = useWords();
  const details = detailsOf(event, t);
  return (
    <li className={events.row}>
      <span>
        <span className={events.kind}>{t(`account:events.kind.${event.kind}`)}</span>
        {details === '' ? null : <span className={styles.rowText}>{details}</span>}
      </span>
      <span className={events.when}>{momentWords(event.atMs, 'line', t)}</span>
    </li>
  );
}

/** A list, and no sentence: each part stands for itself. */
function detailsOf({ device, method, network }: SecurityEvent, t: Words): string {
  return [
    device,
    method === null ? null : t(`account:ways.${method}`),
    network === null ? null : t('account:events.at', { network }),
  ]
    .filter((part) => part !== null && part !== '')
    .join(', ');
}
