import { formatDate, localDay, useWords } from '../text/index.ts';
import { Notice } from '../ui/index.ts';
import type { ClosingWhen } from './safety/use-closing.ts';

/** How an account ended on this page. It is said where the account was. */
export type Farewell =
  | {
      readonly kind: 'closed';
      readonly when: ClosingWhen;
      readonly goneAtMs: number;
      readonly wasGuest: boolean;
    }
  | { readonly kind: 'under-age'; readonly minimumAge: number };

export function FarewellNotice({ farewell }: { readonly farewell: Farewell }) {
  const t = useWords();
  if (farewell.kind === 'under-age') {
    return (
      <Notice
        stop
        title={t('account:terms.underAge.title', { age: farewell.minimumAge })}
        text={t('account:terms.underAge.text')}
      />
    );
  }
  const { when, goneAtMs, wasGuest } = farewell;
  const how = when === 'now' ? 'now' : wasGuest ? 'guest' : 'grace';
  return (
    <Notice
      title={t('account:delete.done.title')}
      text={t(`account:delete.done.${how}`, { day: formatDate(localDay(goneAtMs)) })}
    />
  );
}
