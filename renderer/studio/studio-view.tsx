import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect } from 'react';
import { settingsQuery } from '../bridge/index.ts';
import { usePaste } from '../bring-in/index.ts';
import { useWords } from '../text/index.ts';
import { text } from '../ui/index.ts';
import { useLookedAt } from './candidates/run-store.ts';
import { Canvas } from './canvas/canvas.tsx';
import { OptionsBar } from './canvas/options-bar.tsx';
import { StatusBar } from './canvas/status-bar.tsx';
import { ToolRail } from './canvas/tool-rail.tsx';
import { reopenDocument } from './editor/open-document.ts';
import { restoreDraft } from './form/draft.ts';
import { useGenerate } from './form/use-generate.ts';
import { Inspector } from './inspector.tsx';
import { filesAsReferences, openInStudio } from './pictures-in.ts';
import { useStudioKeys } from './studio-keys.ts';
import styles from './studio-view.module.css';

export function StudioView() {
  const t = useWords();
  const looked = useLookedAt();
  const { data: settings } = useQuery(settingsQuery);
  useLayoutEffect(() => {
    if (settings !== undefined) restoreDraft(settings.draft);
  }, [settings]);
  const documentId = settings?.studioDocumentId ?? null;
  useEffect(() => {
    if (documentId !== null) void reopenDocument(documentId);
  }, [documentId]);
  useStudioKeys(looked, useGenerate());
  usePaste((files) => {
    // What is pasted while the form is being filled in is meant for it.
    const inForm = document.activeElement?.closest('[data-region="inspector"]') !== null;
    void (inForm ? filesAsReferences(files) : openInStudio(files));
  });
  useEffect(() => {
    document.title = t('studio:windowTitle');
  }, [t]);
  return (
    <main className={styles.studio}>
      <h1 className={text.hidden}>{t('common:view.studio')}</h1>
      <ToolRail />
      <div className={styles.stage}>
        <OptionsBar />
        <Canvas />
      </div>
      <Inspector />
      <StatusBar />
    </main>
  );
}
