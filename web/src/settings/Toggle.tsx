import type { ReactNode } from 'react';
import form from '../layout/Form.module.css';

/** A choice of yes or no. */
export function Toggle({ isOn, isDisabled = false, onChange, children }: { isOn: boolean; isDisabled?: boolean; onChange: (on: boolean) => void; children: ReactNode }) {
  return (
    <label className={form.check}>
      <input type="checkbox" checked={isOn} disabled={isDisabled} onChange={(event) => onChange(event.target.checked)} />{children}
    </label>
  );
}
