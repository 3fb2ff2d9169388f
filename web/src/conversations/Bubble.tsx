import type { ReactNode } from 'react';
import styles from './Bubble.module.css';

interface BubbleProps {
  isOurs: boolean;
  isFailed?: boolean;
  /** Whether the line below is only for screen readers, because the next bubble shows it. */
  isContinued?: boolean;
  author: string;
  text: string;
  /** The line below the text. */
  children: ReactNode;
}

export function Bubble({ isOurs, isFailed = false, isContinued = false, author, text, children }: BubbleProps) {
  return (
    <li className={styles.entry} data-ours={isOurs} data-continued={isContinued}>
      <div className={styles.bubble} data-failed={isFailed} dir="auto">
        <span className="hidden-text">{author}: </span>
        {text}
      </div>
      <div className={isContinued ? 'hidden-text' : styles.meta}>{children}</div>
    </li>
  );
}
