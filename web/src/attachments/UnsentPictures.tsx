import styles from './Attachments.module.css';
import type { Unsent } from '../messages/outbox';

/** The pictures of a message that the API has not accepted yet. After a reload only their names are known. */
export function UnsentPictures({ pictures }: { pictures: NonNullable<Unsent['pictures']> }) {
  return (
    <ul className={styles.attachments} data-several={pictures.length > 1}>
      {pictures.map((one) => (
        <li key={one.id} className={styles.frame}>
          <img src={one.preview} alt={one.name} />
        </li>
      ))}
    </ul>
  );
}
