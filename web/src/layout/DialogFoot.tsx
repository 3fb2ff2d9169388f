import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { words } from '../words';
import form from './Form.module.css';

interface DialogFootProps {
  /** Why the last try was refused; null where it was not. */
  failure: string | null;
  /** The name of the button that submits the form. */
  action: string;
  isDisabled?: boolean;
  /** Whether what it does cannot be undone. */
  isDangerous?: boolean;
  onClose: () => void;
  /** What stands before the buttons. */
  children?: ReactNode;
}

/** The end of a form in a dialog: what went wrong, and the buttons. */
export function DialogFoot({ failure, action, isDisabled = false, isDangerous = false, onClose, children }: DialogFootProps) {
  return (
    <>
      {failure && (
        <p role="alert" className={form.failure}>
          {failure}
        </p>
      )}
      <div className={form.foot}>
        {children}
        <Button className={form.secondary} onPress={onClose}>
          {words.state.cancel}
        </Button>
        <Button type="submit" className={isDangerous ? form.danger : form.primary} isDisabled={isDisabled}>
          {action}
        </Button>
      </div>
    </>
  );
}
