import { CircleAlert, CircleCheck } from 'lucide-react';
import styles from './Mark.module.css';

/** An icon for good or bad. */
export const Mark = ({ good }: { good: boolean }) =>
  good ? (
    <CircleCheck size={18} className={styles.good} aria-hidden="true" />
  ) : (
    <CircleAlert size={18} className={styles.bad} aria-hidden="true" />
  );
