import type { ServiceInfo } from '../../shared/contracts/cloud/index.ts';
import type { CloudAway } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import { answerOf, type Cloud } from '../cloud/index.ts';
import type { KeptFacts } from './last-known.ts';
import type { Reach } from './reach.ts';

/** What the cloud says of itself, which needs no token. */
export interface CloudInfo {
  /** Asks it. Null when it answered; what it said is in the facts then. */
  ask(): Promise<CloudAway | null>;
  /** How far its clock is before this computer's, in seconds, asked for anew. */
  skewS(): Promise<number>;
}

export interface CloudInfoParts {
  readonly cloud: Cloud;
  readonly facts: KeptFacts;
  readonly reach: Pick<Reach, 'reached' | 'away'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

export function createCloudInfo(parts: CloudInfoParts): CloudInfo {
  const { cloud, facts, reach, clock, signal } = parts;
  let skewMs = 0;

  const away = (why: CloudAway): CloudAway => {
    reach.away(why);
    return why;
  };
  const ask = async (): Promise<CloudAway | null> => {
    const { service } = await cloud.client();
    const answer = await answerOf(service.info(undefined, { context: {}, signal }));
    if (answer.kind === 'away') return away(answer.away);
    if (answer.kind !== 'value' || answer.value.issuer !== cloud.issuer)
      return away({ why: 'not-gesso', retryAfterMs: null });
    skewMs = answer.value.nowMs - clock.now();
    const said = shownOf(answer.value);
    if (JSON.stringify(said) !== JSON.stringify(facts.current().service)) {
      facts.change({ service: said });
      parts.onChange();
    }
    reach.reached();
    return null;
  };
  return {
    ask,
    async skewS() {
      await ask();
      return Math.round(skewMs / 1_000);
    },
  };
}

function shownOf({ methods, guests, terms, privacy, minimumAge }: ServiceInfo) {
  return { methods, guests, terms: terms.version, privacy: privacy.version, minimumAge };
}
