import { useWords } from '../text/index.ts';
import page from './settings-view.module.css';
import styles from './shortcuts-page.module.css';

/** What the keys do, as they are handled in `app`, `studio` and `library`. */
const GROUPS = [
  {
    group: 'everywhere',
    rows: [
      { act: 'views', keys: ['Alt 1', 'Alt 2'] },
      { act: 'palette', keys: ['Ctrl K'] },
      { act: 'jobs', keys: ['Ctrl Shift J'] },
      { act: 'export', keys: ['Ctrl Alt Shift W'] },
      { act: 'settings', keys: ['Ctrl ,'] },
      { act: 'theme', keys: ['Ctrl Shift L'] },
      { act: 'regions', keys: ['F6'] },
    ],
  },
  {
    group: 'studio',
    rows: [
      { act: 'generate', keys: ['Ctrl Enter'] },
      { act: 'openFile', keys: ['Ctrl O'] },
      { act: 'save', keys: ['Ctrl S', 'Ctrl Shift S'] },
      { act: 'space', keys: ['Space'] },
      { act: 'zoom', keys: ['Ctrl +', 'Ctrl −', 'Ctrl 0', 'Ctrl 1'] },
      { act: 'wheel', keys: ['Wheel', 'Ctrl wheel'] },
      { act: 'pan', keys: ['Arrows'] },
    ],
  },
  {
    group: 'canvas',
    rows: [
      { act: 'tools', keys: ['V', 'B', 'E', 'Q', 'L', 'M', 'C', 'I', 'H', 'Z'] },
      { act: 'brushSize', keys: ['[', ']'] },
      { act: 'hardness', keys: ['Shift [', 'Shift ]'] },
      { act: 'opacity', keys: ['1', '9', '0'] },
      { act: 'line', keys: ['Shift'] },
      { act: 'pick', keys: ['Alt'] },
      { act: 'colours', keys: ['X', 'D'] },
      { act: 'undo', keys: ['Ctrl Z', 'Ctrl Shift Z'] },
      { act: 'clipboard', keys: ['Ctrl C', 'Ctrl X', 'Ctrl V'] },
      { act: 'transform', keys: ['Ctrl T'] },
      { act: 'selectAll', keys: ['Ctrl A', 'Ctrl D', 'Ctrl Shift I'] },
      { act: 'showMask', keys: ['Shift M'] },
      { act: 'frame', keys: ['Arrows', 'Alt Arrows'] },
      { act: 'guides', keys: ['Ctrl ;'] },
      { act: 'fill', keys: ['Alt Backspace'] },
      { act: 'clear', keys: ['Delete'] },
    ],
  },
  {
    group: 'layers',
    rows: [
      { act: 'newLayer', keys: ['Ctrl Shift N'] },
      { act: 'duplicate', keys: ['Ctrl J'] },
      { act: 'lift', keys: ['Ctrl J', 'Ctrl Alt J'] },
      { act: 'group', keys: ['Ctrl G', 'Ctrl Shift G'] },
      { act: 'merge', keys: ['Ctrl E'] },
      { act: 'clip', keys: ['Ctrl Alt G'] },
      { act: 'reorder', keys: ['Alt ↑', 'Alt ↓'] },
      { act: 'rename', keys: ['F2'] },
      { act: 'hide', keys: ['Space'] },
    ],
  },
  {
    group: 'candidates',
    rows: [
      { act: 'accept', keys: ['Enter'] },
      { act: 'discard', keys: ['Esc'] },
      { act: 'regenerate', keys: ['R'] },
      { act: 'step', keys: ['←', '→'] },
      { act: 'compare', keys: ['\\'] },
    ],
  },
  {
    group: 'library',
    rows: [
      { act: 'search', keys: ['/'] },
      { act: 'move', keys: ['Arrows'] },
      { act: 'extend', keys: ['Shift Arrows'] },
      { act: 'toggle', keys: ['Ctrl Space'] },
      { act: 'all', keys: ['Ctrl A'] },
      { act: 'quickLook', keys: ['Space'] },
      { act: 'open', keys: ['Enter'] },
      { act: 'trash', keys: ['Delete'] },
    ],
  },
] as const;

export function ShortcutsPage() {
  const t = useWords();
  return (
    <>
      <p className={page.lead}>{t('settings:shortcuts.text')}</p>
      {GROUPS.map(({ group, rows }) => (
        <section key={group} aria-label={t(`settings:shortcuts.${group}`)}>
          <h2>{t(`settings:shortcuts.${group}`)}</h2>
          <dl className={styles.list}>
            {rows.map(({ act, keys }) => (
              <div key={act} className={styles.row}>
                <dt>{t(`settings:shortcuts.act.${act}`)}</dt>
                <dd className={styles.keys}>
                  {keys.map((key) => (
                    <kbd key={key} className={styles.key}>
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
