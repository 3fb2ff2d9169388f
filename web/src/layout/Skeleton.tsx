import styles from './Skeleton.module.css';

/** Gray rows while something is loading. Visible only after 200 ms. */
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
