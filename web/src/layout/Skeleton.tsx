import styles from './Skeleton.module.css';

/** Grey rows in place of what is loading; seen only where that takes longer than 200 ms. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div className={styles.skeleton} role="status">
      <span className="hidden-text">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          <span />
          <i />
        </div>
      ))}
    </div>
  );
}
