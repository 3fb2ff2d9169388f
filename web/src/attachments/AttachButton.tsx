import { Paperclip } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { IconButton } from '../layout/IconButton';
import { sendable } from './files';

/** Chooses pictures. */
export function AttachButton({ label, onFiles }: { label: string; onFiles: (files: readonly File[]) => void }) {
  return (
    <FileTrigger acceptedFileTypes={sendable} allowsMultiple onSelect={(files) => files && onFiles([...files])}>
      <IconButton label={label}>
        <Paperclip size={16} aria-hidden="true" />
      </IconButton>
    </FileTrigger>
  );
}
