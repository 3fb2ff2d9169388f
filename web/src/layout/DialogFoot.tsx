import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { words } from '../words';
import form from './Form.module.css';

interface DialogFootProps {
  /** Why the last attempt was refused; null if it was not. */
  failure: string | null;
  /** The name of the submit button. */
  action: string;
  isDisabled?: boolean;
  /** Whether the action cannot be undone. */
  isDangerous?: boolean;
  onClose: () => void;
  /** Content before the buttons. */
  children?: ReactNode;
}

/** The end of a form in a dialog: the error message and the buttons. */
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
