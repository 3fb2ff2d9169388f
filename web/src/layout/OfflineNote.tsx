import { useReachable } from '../live/connection';
import { words } from '../words';
import styles from './OfflineNote.module.css';

/** Shows that the API does not respond. */
export function OfflineNote() {
  const reachable = useReachable();
  return (
    <div role="status" className={styles.region}>
      {!reachable && <p>{words.state.offline}</p>}
    </div>
  );
}
