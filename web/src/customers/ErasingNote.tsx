import { settingsWords } from '../settingsWords';
import styles from './ErasingNote.module.css';

const say = settingsWords.erase;

/** Shows that an erasure is in progress. */
export default function ErasingNote({ names }: { names: readonly string[] }) {
  return (
    <div className={styles.note} role="status">
      {names.map((name, at) => (
        <div key={at}>
          <p>{say.running(name)}</p>
          <progress className={styles.progress} aria-label={say.running(name)} />
        </div>
      ))}
      <p className={styles.hint}>{say.runningHint}</p>
    </div>
  );
}
