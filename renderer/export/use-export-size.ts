import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ExportOptions } from '../../shared/contracts/desktop/index.ts';
import type { FaultWords } from '../bridge/index.ts';
import { exportSize } from './export-acts.ts';
import type { ExportOf } from './export-subject.ts';
import { faultText, refusalText } from './export-words.ts';

const SETTLED_AFTER_MS = 300;

export type ExportSize =
  | { readonly kind: 'working' }
  /** It is made when it is wanted, and not to be measured. */
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'known'; readonly sizeBytes: number; readonly width: number; readonly height: number }
  | { readonly kind: 'problem'; readonly words: FaultWords };

/** How large the file will be. Asked when the choices have settled, because the desktop makes it to know. */
export function useExportSize(of: ExportOf, options: ExportOptions, asked: boolean): ExportSize {
  const settled = useSettled(options);
  const { data, error, isFetching } = useQuery({
    queryKey: ['library', 'exportSize', of, settled],
    queryFn: async ({ signal }) => {
      const answer = await exportSize(of, settled, signal);
      if (answer.kind === 'fault') throw answer.error;
      return answer;
    },
    enabled: asked,
  });
  if (!asked) return { kind: 'not-asked' };
  if (settled !== options) return { kind: 'working' };
  if (data?.kind === 'value') return { kind: 'known', ...data.value };
  if (isFetching) return { kind: 'working' };
  if (data?.kind === 'refusal') return { kind: 'problem', words: refusalText(data.refusal.code) };
  return error === null ? { kind: 'working' } : { kind: 'problem', words: faultText(error) };
}

function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
