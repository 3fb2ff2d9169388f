import { PenLine } from 'lucide-react';
import { words } from '../words';
import { useColleagues } from './Colleagues';
import styles from './WritingNote.module.css';

/** Warns that a colleague is writing to the same customer. */
export function WritingNote({ conversation }: { conversation: string }) {
  const writing = useColleagues(conversation).filter((one) => one.state === 'writing');
  const names = words.live.names(writing.map((one) => one.name));
  return (
    <div role="status" className={styles.region}>
      {writing.length > 0 && (
        <p>
          <PenLine size={14} aria-hidden="true" />
          {words.live.writesNow(names, writing.length)}
        </p>
      )}
    </div>
  );
}
