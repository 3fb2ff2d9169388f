import type { ReactNode } from 'react';
import styles from './Toggle.module.css';

interface ToggleProps {
  isOn: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
  hint?: string;
  children: ReactNode;
}

/** A switch with its name. */
export function Toggle({ isOn, isDisabled = false, onChange, hint, children }: ToggleProps) {
  return (
    <label className={styles.toggle}>
      <span className={styles.words}>
        {children}
        {hint && <small>{hint}</small>}
      </span>
      <input
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
