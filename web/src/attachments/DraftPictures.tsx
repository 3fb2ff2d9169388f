import { X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { words } from '../words';
import styles from './DraftPictures.module.css';
import { sizeOf } from './files';
import type { DraftPicture } from './pictureDrafts';

const say = words.pictures;

/** The pictures of a message that is being written, with the progress of their upload. */
export function DraftPictures({ pictures, onRemove }: { pictures: readonly DraftPicture[]; onRemove: (key: string) => void }) {
  return pictures.length === 0 ? null : (
    <ul className={styles.pictures} aria-label={say.label}>
      {pictures.map((one) => (
        <li key={one.key} className={styles.picture} data-failed={one.failure !== null}>
          <img src={one.preview} alt="" onError={({ currentTarget }) => (currentTarget.style.visibility = 'hidden')} />
          <span className={styles.text}>
            <span className={styles.name}>{one.name}</span>
            <span className={styles.state} role={one.failure ? 'alert' : undefined}>
              {one.failure ?? (one.id ? sizeOf(one.bytes) : say.progress(Math.round(one.progress * 100)))}
            </span>
          </span>
          {!one.failure && !one.id && (
            <progress className={styles.progress} value={one.progress} max={1} aria-label={say.uploading(one.name)} />
          )}
          <Button className={styles.remove} aria-label={say.remove(one.name)} onPress={() => onRemove(one.key)}>
            <X size={14} aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
