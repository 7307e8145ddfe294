import { useId } from 'react';
import { Button } from '../controls/button.tsx';
import { Field } from '../controls/field.tsx';
import form from './form.module.css';

interface FileTargetProps {
  /** Over the row, and of the field alone. */
  readonly title: string;
  readonly label: string;
  readonly name: string;
  readonly maxChars: number;
  /** What follows the name and is not the person's to change: `.jpg`. */
  readonly ending: string;
  readonly chooseLabel: string;
  /** Where it goes, or what is wrong with the name. */
  readonly note: string;
  readonly onName: (name: string) => void;
  readonly onChooseFolder: () => void;
}

/** Under which name a file is written, and where. A name of blanks is none. */
export function FileTarget(props: FileTargetProps) {
  const note = useId();
  return (
    <div>
      <span className={form.label}>{props.title}</span>
      <div className={form.target}>
        <Field
          data-primary
          label={props.label}
          aria-describedby={note}
          maxLength={props.maxChars}
          wrong={props.name.trim() === ''}
          trail={props.ending}
          value={props.name}
          onChange={(event) => props.onName(event.currentTarget.value)}
        />
        <Button onClick={props.onChooseFolder}>{props.chooseLabel}</Button>
      </div>
      <p id={note} className={form.note}>
        {props.note}
      </p>
    </div>
  );
}
