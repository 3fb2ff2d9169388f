import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { MessageItem } from '../api/types';
import styles from '../conversations/Bubble.module.css';
import { words } from '../words';
import ScheduleDialog from './ScheduleDialog';
import { useScheduled } from './useScheduled';

const say = words.later;

interface ScheduledActionsProps {
  conversation: string;
  item: MessageItem;
  seenThrough: number;
}

/** What can be done with a message that is sent later. */
export default function ScheduledActions({ conversation, item, seenThrough }: ScheduledActionsProps) {
  const { change, sendNow, cancel } = useScheduled(conversation, seenThrough);
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const run = async (action: (item: MessageItem) => Promise<boolean>) => {
    setBusy(true);
    await action(item);
    setBusy(false);
  };
  return (
    <span className={styles.actions}>
      <Button className={styles.action} isDisabled={busy} onPress={() => setAsks(true)}>
        {say.change}
      </Button>
      <Button className={styles.action} isDisabled={busy} onPress={() => void run(sendNow)}>
        {say.sendNow}
      </Button>
      <Button className={styles.action} isDisabled={busy} onPress={() => void run(cancel)}>
        {say.cancel}
      </Button>
      {asks && (
        <ScheduleDialog
          initial={{ text: item.text, sendAt: item.at, cancelIfCustomerWrites: item.cancelIfCustomerWrites ?? false }}
          onSchedule={(message) => change(item, message)}
          onClose={() => setAsks(false)}
        />
      )}
    </span>
  );
}
