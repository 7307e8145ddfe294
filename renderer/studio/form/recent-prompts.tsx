import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { jobsQuery } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton } from '../../ui/index.ts';
import { changeForm, focusPrompt } from './form-store.ts';
import styles from './prompt-box.module.css';

const PROMPTS_SHOWN = 12;

/** The last prompts, newest first, each once. */
export function RecentPrompts() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const { data: jobs } = useQuery(jobsQuery);
  const prompts = [...new Set(jobs?.map((job) => job.prompt))].slice(0, PROMPTS_SHOWN);
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector('button')?.focus();
    const close = (event: PointerEvent): void => {
      if (event.target instanceof Node && list.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [open]);
  return (
    <>
      <IconButton
        size="small"
        label={t('studio:prompt.recent')}
        aria-expanded={open}
        aria-pressed={open}
        onClick={() => setOpen(!open)}
      >
        <Icon of={History} />
      </IconButton>
      {open ? (
        <div
          ref={list}
          className={styles.recent}
          role="dialog"
          aria-label={t('studio:prompt.recent')}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setOpen(false);
            focusPrompt();
          }}
        >
          {prompts.length === 0 ? <p className={styles.none}>{t('studio:prompt.noneYet')}</p> : null}
          {prompts.map((prompt) => (
            <button
              key={prompt}
              type="button"
              className={styles.past}
              onClick={() => {
                changeForm({ prompt });
                setOpen(false);
                focusPrompt();
              }}
            >
              {prompt}
            </button>
          ))}
        </div>
      ) : null}
    </>
  );
}
