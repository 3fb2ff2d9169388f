import { Button } from 'react-aria-components';
import { UnsentPictures } from '../attachments/UnsentPictures';
import { outbox, type Unsent } from '../messages/outbox';
import { useSending } from '../messages/useSending';
import { words } from '../words';
import { Bubble } from './Bubble';
import styles from './Bubble.module.css';

/** A message that the API has not accepted yet. */
export function UnsentEntry({ message }: { message: Unsent }) {
  const { resend, sendAnyway } = useSending();
  const pictures = message.pictures ?? [];
  const refused = message.state === 'refused';
  const state = message.answeredBy
    ? words.delivery.answered(message.answeredBy)
    : refused
      ? `${words.delivery.refused}: ${message.reason ?? ''}`
      : message.state === 'waiting'
        ? words.delivery.notSent
        : words.delivery.sending;
  return (
    <Bubble
      isOurs
      isFailed={refused}
      isUnsent={!refused && message.later !== undefined}
      author={words.action.you}
      text={message.text}
      attachments={pictures.length > 0 && <UnsentPictures pictures={pictures} />}
    >
      <span className={refused ? styles.failed : undefined}>{state}</span>
      {message.state !== 'sending' && (
        <>
          <Button className={styles.action} onPress={() => (message.answeredBy ? sendAnyway(message) : resend(message))}>
            {message.answeredBy ? words.delivery.sendAnyway : words.delivery.resend}
          </Button>
          <Button className={styles.action} onPress={() => outbox.remove(message.messageId)}>
            {words.delivery.discard}
          </Button>
        </>
      )}
    </Bubble>
  );
}
