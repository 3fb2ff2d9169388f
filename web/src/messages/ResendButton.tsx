import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { MessageItem } from '../api/types';
import styles from '../conversations/Bubble.module.css';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { words } from '../words';
import { useResending } from './useResending';

const say = words.delivery;

interface ResendButtonProps {
  conversation: string;
  item: MessageItem;
  seenThrough: number;
}

/** Sends a failed message again, once; one that may have arrived after a question. */
export default function ResendButton({ conversation, item, seenThrough }: ResendButtonProps) {
  const resend = useResending(conversation, seenThrough);
  const [asks, setAsks] = useState(false);
  const [sent, setSent] = useState(false);
  const send = async () => {
    setAsks(false);
    setSent(true);
    setSent(await resend(item.id));
  };
  return (
    <>
      <Button className={styles.action} isDisabled={sent} onPress={() => (item.delivery === 'unknown' ? setAsks(true) : void send())}>
        {say.resend}
      </Button>
      {asks && (
        <Modal title={say.resendTitle} onClose={() => setAsks(false)}>
          <form
            className={form.form}
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <p>{say.resendHint}</p>
            <DialogFoot failure={null} action={say.resend} onClose={() => setAsks(false)} />
          </form>
        </Modal>
      )}
    </>
  );
}
