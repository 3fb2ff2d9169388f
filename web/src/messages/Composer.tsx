import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Conversation } from '../api/types';
import type { DraftPicture } from '../attachments/pictureDrafts';
import { customerName, numberName } from '../conversations/names';
import { useOwnPresence } from '../live/useOwnPresence';
import { WritingNote } from '../live/WritingNote';
import { isPhoneNumber } from '../numbers/display';
import { words } from '../words';
import styles from './Composer.module.css';
import type { Mode } from './drafts';
import { useCommenting } from './useCommenting';
import type { Schedule } from './useScheduled';
import { useSending } from './useSending';
import { Writing } from './Writing';

interface ComposerProps {
  conversation: Conversation;
  /** The version of the conversation that the timeline shows. */
  seenThrough: number;
  mode: Mode;
  onMode: (mode: Mode) => void;
  onSent: () => void;
}

/** The composer of messages and comments. Each has its own tab, draft and color. */
export function Composer({ conversation, seenThrough, mode, onMode, onSent }: ComposerProps) {
  const { send } = useSending();
  const typed = useOwnPresence(conversation.id);
  const comment = useCommenting(conversation.id);
  const sendLater = ({ text, ...later }: Schedule) => {
    send(conversation.id, text, [], seenThrough, later);
    onSent();
  };
  const refusal = !isPhoneNumber(conversation.customer.number)
    ? words.composer.unreachable
    : conversation.optedOut
      ? words.composer.optedOut
      : null;
  const sendMessage = (text: string, pictures: readonly DraftPicture[]) => {
    send(
      conversation.id,
      text,
      pictures.map(({ id, name, preview }) => ({ id: id ?? '', name, preview })),
      seenThrough,
    );
    onSent();
    return Promise.resolve(true);
  };
  const addComment = async (text: string) => {
    const added = await comment(text);
    onSent();
    return added;
  };
  return (
    <>
      <WritingNote conversation={conversation.id} />
      <Tabs
        selectedKey={mode}
        onSelectionChange={(key) => onMode(key === 'comment' ? 'comment' : 'message')}
        className={styles.composer}
        data-mode={mode}
        keyboardActivation="manual"
      >
        <TabList aria-label={words.composer.modes} className={styles.tabs}>
          <Tab id="message">{words.composer.message}</Tab>
          <Tab id="comment">{words.composer.comment}</Tab>
        </TabList>
        <TabPanel id="message" className={styles.panel}>
          {refusal ? (
            <p className={styles.refusal}>{refusal}</p>
          ) : (
            <Writing
              key={conversation.id}
              conversation={conversation.id}
              names={{ customer: conversation.customer.name, number: numberName(conversation) }}
              mode="message"
              most={1600}
              hint={words.composer.messageHint(customerName(conversation))}
              action={words.composer.send}
              onTyped={typed}
              onWritten={sendMessage}
              onLater={sendLater}
            />
          )}
        </TabPanel>
        <TabPanel id="comment" className={styles.panel}>
          <Writing
            key={conversation.id}
            conversation={conversation.id}
            mode="comment"
            most={5000}
            hint={words.composer.commentHint}
            action={words.composer.addComment}
            onWritten={addComment}
          />
        </TabPanel>
      </Tabs>
    </>
  );
}
