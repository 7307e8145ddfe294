import { Dices, Lock, LockOpen } from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Field, Icon, IconButton } from '../../ui/index.ts';
import { changeForm } from './form-store.ts';
import styles from './generate-section.module.css';

const SEED_MAX = 4_294_967_295;

interface SeedFieldProps {
  readonly seed: number | null;
  readonly kept: boolean;
}

/** Empty means "a new one for every run". A seed typed by hand is meant, so it is kept. */
export function SeedField({ seed, kept }: SeedFieldProps) {
  const t = useWords();
  const type = (text: string): void => {
    const digits = text.replace(/\D/g, '');
    if (digits === '') changeForm({ seed: null, seedKept: false });
    else changeForm({ seed: Math.min(Number(digits), SEED_MAX), seedKept: true });
  };
  return (
    <div className={styles.seed}>
      <Field
        label={t('studio:seed.label')}
        inputMode="numeric"
        placeholder={t('studio:seed.random')}
        value={seed ?? ''}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <IconButton label={t('studio:seed.new')} onClick={() => changeForm({ seed: drawSeed() })}>
        <Icon of={Dices} />
      </IconButton>
      <IconButton
        label={t('studio:seed.keep')}
        aria-pressed={kept}
        onClick={() =>
          changeForm({ seedKept: !kept, ...(kept || seed !== null ? {} : { seed: drawSeed() }) })
        }
      >
        <Icon of={kept ? Lock : LockOpen} />
      </IconButton>
    </div>
  );
}

function drawSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
