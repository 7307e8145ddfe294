import { type ReactNode, useId } from 'react';
import { useWords } from '../text/index.ts';
import { Button } from '../ui/index.ts';
import { Dialog, form } from '../ui/overlays/index.ts';

interface FormDialogProps {
  readonly title: string;
  readonly submitLabel: string;
  /** It can't be sent as it is now. */
  readonly off: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Behind the form and no part of it: what went wrong, and what is asked on top. */
  readonly after?: ReactNode;
}

/** One form in a dialog: Enter in a field is its answer, and so is the last button. */
export function FormDialog(props: FormDialogProps) {
  const t = useWords();
  const id = useId();
  return (
    <Dialog
      title={props.title}
      closeLabel={t('common:close')}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{t('common:cancel')}</Button>
          <Button type="submit" form={id} look="primary" off={props.off}>
            {props.submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={form.fields}
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        {props.children}
      </form>
      {props.after}
    </Dialog>
  );
}
