import { useQuery } from '@tanstack/react-query';
import { ShieldBan } from 'lucide-react';
import type { Job } from '../../../shared/contracts/desktop/index.ts';
import { catalogueQuery } from '../../bridge/index.ts';
import { useWords, type Words } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { AlertDialog } from '../../ui/overlays/index.ts';
import { costSentence } from './job-words.ts';
import styles from './refused-dialog.module.css';

interface RefusedDialogProps {
  readonly job: Job;
  readonly onClose: () => void;
  readonly onEdit: () => void;
}

export function RefusedDialog({ job, onClose, onEdit }: RefusedDialogProps) {
  const t = useWords();
  const { data: catalogue } = useQuery(catalogueQuery);
  const model = catalogue?.models.find((each) => each.id === job.modelId)?.label ?? job.modelId;
  const made =
    job.delivered === 0
      ? t('jobs:nothingMade')
      : t('jobs:someMade', { delivered: job.delivered, count: job.count });
  const facts = [
    {
      name: t('jobs:refused.reason'),
      value:
        job.reason?.categories.map((category) => categoryWords(category, t)).join(', ') ||
        t('jobs:refused.noReason'),
    },
    { name: t('jobs:refused.by'), value: t(`jobs:refused.stage.${job.reason?.stage ?? 'unknown'}`) },
    { name: t('jobs:refused.cost'), value: costSentence(job) },
  ];
  return (
    <AlertDialog
      title={t('jobs:refused.title')}
      text={t('jobs:refused.text', { model, made })}
      icon={<Icon of={ShieldBan} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:close')}</Button>
          <Button look="inverse" data-primary="" onClick={onEdit}>
            {t('jobs:refused.edit')}
          </Button>
        </>
      }
    >
      <dl className={styles.facts}>
        {facts.map(({ name, value }) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </AlertDialog>
  );
}

const CATEGORIES = ['sandbox', 'violence', 'sexual', 'self-harm', 'hate', 'harassment', 'illicit'] as const;

/** A category the provider gave, in words where we have them and as it came where we have not. */
function categoryWords(category: string, t: Words): string {
  const known = CATEGORIES.find((each) => each === category.split('/')[0]);
  return known === undefined ? category : t(`jobs:refused.category.${known}`);
}
