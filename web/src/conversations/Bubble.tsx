import type { ReactNode } from 'react';
import styles from './Bubble.module.css';

interface BubbleProps {
  isOurs: boolean;
  isFailed?: boolean;
  author: string;
  text: string;
  /** What stands below the text. */
  children: ReactNode;
}

export function Bubble({ isOurs, isFailed = false, author, text, children }: BubbleProps) {
  return (
    <li className={styles.entry} data-ours={isOurs}>
      <div className={styles.bubble} data-failed={isFailed} dir="auto"><span className="hidden-text">{author}: </span>{text}</div>
      <div className={styles.meta}>{children}</div>
    </li>
  );
}
