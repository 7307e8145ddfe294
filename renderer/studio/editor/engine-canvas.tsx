import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { listLayers } from '../../../shared/document/index.ts';
import { settingsQuery } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { useSurround } from '../canvas/status-bar.tsx';
import { currentViewport, useView } from '../canvas/view-store.ts';
import styles from './editor.module.css';
import { tell, tellView } from './editor-link.ts';
import { activeLayer, useEditor } from './editor-store.ts';

/** The document, drawn by the engine's worker. What it shows is also said, for those who do not see it. */
export function EngineCanvas() {
  const t = useWords();
  const holder = useRef<HTMLDivElement>(null);
  const surround = useSurround();
  const { data: settings } = useQuery(settingsQuery);
  const theme = settings?.theme;
  const name = useEditor((view) => view.name);
  const document = useEditor((view) => view.document);
  const active = useEditor((view) => {
    const id = activeLayer(view);
    return id === null ? '' : (view.document?.layers[id]?.name ?? '');
  });
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    // A canvas can be handed over once only, so each stay on the page makes its own.
    const canvas = element.ownerDocument.createElement('canvas');
    canvas.className = styles.canvas ?? '';
    element.append(canvas);
    const offscreen = canvas.transferControlToOffscreen();
    tell({ kind: 'canvas', canvas: offscreen });
    return () => canvas.remove();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has another board, read from the styles.
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const show = (): void => {
      const state = useView.getState();
      tellView({
        ...currentViewport(state),
        ratio: devicePixelRatio,
        width: state.view.width,
        height: state.view.height,
        surround: tokenOf(`--surround-${surround}`),
        light: getComputedStyle(element).color,
        dark: getComputedStyle(element).borderTopColor,
      });
    };
    show();
    // The view moves with the hand and never through React.
    return useView.subscribe(show);
  }, [surround, theme]);
  const description =
    document === null
      ? name
      : t('tools:canvas', {
          name,
          width: document.width,
          height: document.height,
          layers: listLayers(document).length,
          active,
        });
  return <div ref={holder} className={styles.holder} role="img" aria-label={description} />;
}

function tokenOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
