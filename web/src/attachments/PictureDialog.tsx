import { Download } from 'lucide-react';
import type { Attachment } from '../api/types';
import { IconButton } from '../layout/IconButton';
import { Modal } from '../layout/Modal';
import { words } from '../words';
import { saveFrom } from './Attachments';
import { sizeOf } from './files';
import styles from './PictureDialog.module.css';
import { useAttachmentUrl } from './useAttachmentUrl';

const say = words.pictures;

interface PictureDialogProps {
  conversation: string;
  attachment: Attachment;
  onClose: () => void;
}

/** A picture in its full size. */
export function PictureDialog({ conversation, attachment, onClose }: PictureDialogProps) {
  const { url, renew } = useAttachmentUrl(conversation, attachment.id, true);
  const download = async () => {
    const fresh = await renew();
    if (fresh) {
      saveFrom(fresh);
    }
  };
  return (
    <Modal title={attachment.name} isWide onClose={onClose}>
      <div className={styles.picture}>{url && <img src={url} alt={attachment.name} />}</div>
      <footer className={styles.foot}>
        <span>{attachment.size !== null && sizeOf(attachment.size)}</span>
        <IconButton label={say.download} onPress={() => void download()}>
          <Download size={18} aria-hidden="true" />
        </IconButton>
      </footer>
    </Modal>
  );
}
