import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useDeferredValue, useRef, useState } from 'react';
import { desktop, goTo, showPalette, thumbnailAddress } from '../../bridge/index.ts';
import { formatShortDay, pictureTitle, useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import { useFocusBack } from '../../ui/overlays/index.ts';
import { listCommands, matches } from './commands.ts';
import styles from './palette.module.css';

const COMMANDS_SHOWN = 8;
const PICTURES_SHOWN = 5;

interface Result {
  readonly id: string;
  readonly run: () => void;
  readonly movesFocus?: boolean;
  readonly opens?: boolean;
}

/** Commands by their words and pictures by the words of their prompts; Enter does the one that is lit. */
export function Palette() {
  const t = useWords();
  const [typed, setTyped] = useState('');
  const [lit, setLit] = useState(0);
  const movesFocus = useRef(false);
  const opening = useRef<(() => void) | null>(null);
  const giveFocusBack = useFocusBack();
  const commands = listCommands(t)
    .filter((command) => matches(command.name, typed.trim()))
    .slice(0, COMMANDS_SHOWN);
  const pictures = useFound(typed);
  const results: readonly Result[] = [
    ...commands,
    ...pictures.map(({ id }) => ({ id, run: () => goTo({ view: 'library', pictureIds: [id] }) })),
  ];
  const run = (result: Result | undefined): void => {
    if (result === undefined) return;
    movesFocus.current = result.movesFocus ?? false;
    showPalette(false);
    if (result.opens) opening.current = result.run;
    else result.run();
  };
  const onClosed = (event: Event): void => {
    if (movesFocus.current) event.preventDefault();
    else giveFocusBack(event);
    opening.current?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setLit((lit + step + results.length) % Math.max(1, results.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(results[lit]);
    }
  };
  return (
    <Dialog.Root open onOpenChange={showPalette}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.scrim} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined} onCloseAutoFocus={onClosed}>
          <Dialog.Title className={styles.title}>{t('common:palette.title')}</Dialog.Title>
          <div className={styles.search}>
            <Icon of={Search} />
            <input
              className={styles.input}
              role="combobox"
              aria-expanded="true"
              aria-controls="palette-results"
              aria-activedescendant={results.length === 0 ? undefined : `palette-${lit}`}
              aria-label={t('common:palette.label')}
              placeholder={t('common:palette.placeholder')}
              spellCheck={false}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setLit(0);
              }}
              onKeyDown={onKeyDown}
            />
            <kbd className={styles.key}>{t('common:keys.escape')}</kbd>
          </div>
          <div
            id="palette-results"
            className={styles.results}
            role="listbox"
            aria-label={t('common:palette.results')}
          >
            {commands.length === 0 ? null : (
              <p className={styles.heading} aria-hidden="true">
                {t('common:palette.commands')}
              </p>
            )}
            {commands.map((command, index) => (
              <Row key={command.id} index={index} lit={lit} onLight={setLit} onRun={() => run(command)}>
                <Icon of={command.icon} />
                <span className={styles.name}>{command.name}</span>
                {command.keys === undefined ? null : <kbd className={styles.keys}>{command.keys}</kbd>}
              </Row>
            ))}
            {pictures.length === 0 ? null : (
              <p className={styles.heading} aria-hidden="true">
                {t('common:palette.pictures')}
              </p>
            )}
            {pictures.map((picture, index) => (
              <Row
                key={picture.id}
                index={commands.length + index}
                lit={lit}
                onLight={setLit}
                onRun={() => run(results[commands.length + index])}
              >
                <img className={styles.thumbnail} src={thumbnailAddress(picture.sha256)} alt="" />
                <span className={styles.name}>{pictureTitle(picture.prompt)}</span>
                <span className={styles.keys}>{formatShortDay(picture.day)}</span>
              </Row>
            ))}
          </div>
          {results.length === 0 ? (
            <p className={styles.none}>{t('common:palette.nothing', { words: typed.trim() })}</p>
          ) : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useFound(typed: string) {
  const words = useDeferredValue(typed.trim());
  const { data } = useQuery({
    queryKey: ['library', 'palette', words],
    queryFn: ({ signal }) =>
      desktop.library.search({ words, trashed: false, before: null, limit: PICTURES_SHOWN }, { signal }),
    enabled: words !== '',
  });
  return words === '' ? [] : (data?.pictures ?? []);
}

interface RowProps {
  readonly index: number;
  readonly lit: number;
  readonly onLight: (index: number) => void;
  readonly onRun: () => void;
  readonly children: React.ReactNode;
}

function Row({ index, lit, onLight, onRun, children }: RowProps) {
  return (
    <div
      id={`palette-${index}`}
      className={styles.row}
      role="option"
      aria-selected={index === lit}
      tabIndex={-1}
      ref={(row) => {
        if (index === lit) row?.scrollIntoView({ block: 'nearest' });
      }}
      onPointerMove={() => onLight(index)}
      onClick={onRun}
      onKeyDown={undefined}
    >
      {children}
    </div>
  );
}
