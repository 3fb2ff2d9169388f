import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Dialog, Heading, Modal as AriaModal, ModalOverlay } from 'react-aria-components';
import { words } from '../words';
import { IconButton } from './IconButton';
import styles from './Modal.module.css';

interface ModalProps {
  title: string;
  /** Whether it takes as much space as there is. */
  isWide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog over the page. A click beside it closes it until the user has typed or chosen something in it. */
export function Modal({ title, isWide = false, onClose, children }: ModalProps) {
  const [isChanged, setChanged] = useState(false);
  return (
    <ModalOverlay isOpen isDismissable={!isChanged} onOpenChange={(open) => !open && onClose()} className={styles.overlay}>
      <AriaModal className={styles.modal} data-wide={isWide}>
        <Dialog className={styles.dialog}>
          <header className={styles.header}>
            <Heading slot="title">{title}</Heading>
            <IconButton label={words.state.close} onPress={onClose}>
              <X size={18} aria-hidden="true" />
            </IconButton>
          </header>
          <div onInput={() => setChanged(true)}>{children}</div>
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
