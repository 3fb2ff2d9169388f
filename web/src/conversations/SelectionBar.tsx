import { Check, MailOpen, RotateCcw, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { View } from '../api/types';
import { IconButton } from '../layout/IconButton';
import { lazily } from '../layout/lazily';
import { useShortcuts } from '../settings/useShortcuts';
import { words } from '../words';
import type { ManyMark } from './manyMarks';
import styles from './SelectionBar.module.css';
import type { Progress } from './useManyMarks';

const AssigneeSelect = lazily(() => import('./AssigneeSelect'), { small: true });

interface SelectionBarProps {
  count: number;
  /** The number of loaded conversations, which can be selected. */
  loaded: number;
  view: View | 'any';
  progress: Progress | null;
  onMark: (kind: ManyMark) => void;
  onAll: () => void;
  onClear: () => void;
}

/** The actions for the selected conversations, with their progress. */
export function SelectionBar({ count, loaded, view, progress, onMark, onAll, onClear }: SelectionBarProps) {
  const say = words.selection;
  useShortcuts({ e: () => onMark(view === 'closed' ? 'open' : 'close'), Escape: onClear }, { first: true });
  if (progress) {
    return (
      <div className={styles.bar} role="status">
        <span className={styles.count}>{say.progress(progress.done, progress.of)}</span>
        <progress
          className={styles.progress}
          value={progress.done}
          max={progress.of}
          aria-label={say.progress(progress.done, progress.of)}
        />
      </div>
    );
  }

  return (
    <div className={styles.bar} role="toolbar" aria-label={say.label}>
      <IconButton label={say.clear} onPress={onClear}>
        <X size={16} aria-hidden="true" />
      </IconButton>
      <span className={styles.count}>{say.count(count)}</span>
      {count < loaded && (
        <Button className={styles.all} onPress={onAll}>
          {say.all(loaded)}
        </Button>
      )}
      <span className={styles.actions}>
        <AssigneeSelect label={say.assign} assignee={undefined} onAssign={(assignee) => onMark({ assignee })} />
        {view !== 'closed' && (
          <IconButton label={say.read} onPress={() => onMark('read')}>
            <MailOpen size={16} aria-hidden="true" />
          </IconButton>
        )}
        {view !== 'closed' && (
          <IconButton label={say.close} keys="e" onPress={() => onMark('close')}>
            <Check size={16} aria-hidden="true" />
          </IconButton>
        )}
        {view === 'closed' && (
          <IconButton label={say.reopen} keys="e" onPress={() => onMark('open')}>
            <RotateCcw size={16} aria-hidden="true" />
          </IconButton>
        )}
      </span>
    </div>
  );
}
