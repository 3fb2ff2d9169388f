import { FileText, ImageOff, LoaderCircle } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Attachment } from '../api/types';
import { useToast } from '../layout/toasts';
import { words } from '../words';
import styles from './Attachments.module.css';
import { isPicture, sizeOf } from './files';
import { PictureDialog } from './PictureDialog';
import { useAttachmentUrl } from './useAttachmentUrl';

const say = words.pictures;

interface AttachmentsProps {
  conversation: string;
  attachments: readonly Attachment[];
}

/** The pictures and other files of a message. Each has its space before it is loaded, so that nothing moves. */
export function Attachments({ conversation, attachments }: AttachmentsProps) {
  return (
    <ul className={styles.attachments} data-several={attachments.length > 1} aria-label={say.attached}>
      {attachments.map((one) => (
        <li key={one.id}>
          {one.state !== 'available' ? (
            <Missing attachment={one} />
          ) : isPicture(one) ? (
            <Thumbnail conversation={conversation} attachment={one} />
          ) : (
            <OtherFile conversation={conversation} attachment={one} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Missing({ attachment }: { attachment: Attachment }) {
  const isPending = attachment.state === 'pending';
  const Icon = isPending ? LoaderCircle : ImageOff;
  return (
    <p className={isPicture(attachment) ? styles.frame : styles.file} data-failed={!isPending}>
      <Icon size={18} aria-hidden="true" className={isPending ? styles.turning : undefined} />
      <span>{isPending ? say.pending : say.failed}</span>
    </p>
  );
}

function Thumbnail({ conversation, attachment }: { conversation: string; attachment: Attachment }) {
  const { url, isError, renew } = useAttachmentUrl(conversation, attachment.id, true);
  const [isOpen, setOpen] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const renewed = useRef(false);
  const onError = () => {
    // Its address may have expired before it was loaded.
    if (renewed.current) {
      setBroken(true);
    } else {
      renewed.current = true;
      void renew();
    }
  };
  if (isError || isBroken) {
    return (
      <p className={styles.frame} data-failed="true">
        <ImageOff size={18} aria-hidden="true" />
        <span>{say.cannotShow}</span>
      </p>
    );
  }

  return (
    <>
      <Button className={styles.frame} aria-label={say.open(attachment.name)} onPress={() => setOpen(true)}>
        {url && <img src={url} alt="" onError={onError} />}
      </Button>
      {isOpen && <PictureDialog conversation={conversation} attachment={attachment} onClose={() => setOpen(false)} />}
    </>
  );
}

function OtherFile({ conversation, attachment }: { conversation: string; attachment: Attachment }) {
  const { renew } = useAttachmentUrl(conversation, attachment.id, false);
  const toast = useToast();
  const download = async () => {
    const url = await renew();
    if (url) {
      saveFrom(url);
    } else {
      toast({ text: say.cannotShow, isFailure: true });
    }
  };
  return (
    <Button className={styles.file} aria-label={say.downloadFile(attachment.name)} onPress={() => void download()}>
      <FileText size={18} aria-hidden="true" />
      <span className={styles.name}>{attachment.name}</span>
      {attachment.size !== null && <small>{sizeOf(attachment.size)}</small>}
    </Button>
  );
}

/** Downloads an attachment from its address with a ticket. */
export function saveFrom(url: string): void {
  const link = document.createElement('a');
  link.href = `${url}&download=true`;
  link.download = '';
  link.click();
}
