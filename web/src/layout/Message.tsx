import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import styles from './Message.module.css';

interface MessageProps {
  title: string;
  hint?: string;
  icon?: ReactNode;
  action?: string;
  onAction?: () => void;
  other?: string;
  onOther?: () => void;
}

/** A message of a view without other content: empty, failed or not allowed. */
export function Message({ title, hint, icon, action, onAction, other, onOther }: MessageProps) {
  return (
    <div className={styles.message}>
      {icon && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <p className={styles.title}>{title}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
      {action && (
        <Button className={styles.action} onPress={() => onAction?.()}>
          {action}
        </Button>
      )}
      {other && (
        <Button className={styles.other} onPress={() => onOther?.()}>
          {other}
        </Button>
      )}
    </div>
  );
}
