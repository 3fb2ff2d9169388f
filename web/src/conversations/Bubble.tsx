import type { ReactNode } from 'react';
import styles from './Bubble.module.css';

interface BubbleProps {
  isOurs: boolean;
  isFailed?: boolean;
  /** Whether it is not sent: not yet, or never. */
  isUnsent?: boolean;
  /** Whether the line below is only for screen readers, because the next bubble shows it. */
  isContinued?: boolean;
  /** Whether the timeline was opened at it. */
  isFound?: boolean;
  author: string;
  text: string;
  /** Its pictures and files. */
  attachments?: ReactNode;
  /** The line below the text. */
  children: ReactNode;
}

export function Bubble({
  isOurs,
  isFailed = false,
  isUnsent = false,
  isContinued = false,
  isFound = false,
  author,
  text,
  attachments,
  children,
}: BubbleProps) {
  return (
    <li className={styles.entry} data-ours={isOurs} data-continued={isContinued} data-found={isFound || undefined}>
      {attachments}
      {(text !== '' || !attachments) && (
        <div className={styles.bubble} data-failed={isFailed} data-unsent={isUnsent} dir="auto">
          <span className="hidden-text">{author}: </span>
          {text}
        </div>
      )}
      <div className={isContinued ? 'hidden-text' : styles.meta}>{children}</div>
    </li>
  );
}
