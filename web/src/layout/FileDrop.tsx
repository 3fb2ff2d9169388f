import { FileUp } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import styles from './FileDrop.module.css';

interface FileDropProps {
  title: string;
  action: string;
  hint: string;
  accept: string;
  onFile: (file: File) => void;
}

/** A field for dropping or choosing a file. */
export function FileDrop({ title, action, hint, accept, onFile }: FileDropProps) {
  const [over, setOver] = useState(false);
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) {
      onFile(file);
    }
  };
  return (
    <label
      className={styles.drop}
      data-over={over}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
    >
      <FileUp size={24} aria-hidden="true" />
      <span className={styles.title}>{title}</span>
      <span className={styles.action}>{action}</span>
      <input
        type="file"
        className="hidden-text"
        accept={accept}
        aria-label={action}
        onChange={({ target }) => {
          take(target.files);
          target.value = '';
        }}
      />
      <span className={styles.hint}>{hint}</span>
    </label>
  );
}
