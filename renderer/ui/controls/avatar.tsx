import { UserRound } from 'lucide-react';
import { useState } from 'react';
import styles from './avatar.module.css';
import { Icon } from './icon.tsx';

interface AvatarProps {
  /** The address of a picture; null when there is none. */
  readonly picture: string | null;
  /** What stands for the picture; null draws a person of no name. */
  readonly initials: string | null;
  readonly large?: boolean;
}

/** A face beside a name, so it is hidden from assistive technology. A picture that does not load gives way. */
export function Avatar({ picture, initials, large = false }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <span className={`${styles.avatar} ${large ? styles.large : ''}`} aria-hidden="true">
      {picture !== null && picture !== failed ? (
        <img className={styles.picture} src={picture} alt="" onError={() => setFailed(picture)} />
      ) : (
        (initials ?? <Icon of={UserRound} size={large ? 20 : 14} />)
      )}
    </span>
  );
}
