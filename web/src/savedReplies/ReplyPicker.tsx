import type { SavedReply } from '../api/types';
import { words } from '../words';
import styles from './ReplyPicker.module.css';

interface ReplyPickerProps {
  id: string;
  replies: readonly SavedReply[];
  active: number;
  onPick: (reply: SavedReply) => void;
}

/** The saved replies that match what is typed after a slash. The focus stays in the text. */
export default function ReplyPicker({ id, replies, active, onPick }: ReplyPickerProps) {
  return (
    <ul id={id} role="listbox" aria-label={words.composer.savedReplies} className={styles.list}>
      {replies.map((reply, index) => (
        <li
          key={reply.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          ref={(element) => (index === active ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
          className={styles.option}
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(reply);
          }}
        >
          <strong>{reply.name}</strong>
          <span>{reply.text}</span>
        </li>
      ))}
    </ul>
  );
}
