import { AlarmClock } from 'lucide-react';
import { useState } from 'react';
import LaterMenu from '../time/LaterMenu';
import TimeDialog from '../time/TimeDialog';
import { words } from '../words';

const say = words.conversation;

interface SnoozeMenuProps {
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onSnooze: (until: string) => void;
}

/** Puts the conversation aside until a time. */
export default function SnoozeMenu({ isOpen, onOpen, onSnooze }: SnoozeMenuProps) {
  const [asks, setAsks] = useState(false);
  return (
    <>
      <LaterMenu
        label={say.snooze}
        keys="z"
        isOpen={isOpen}
        onOpen={onOpen}
        icon={<AlarmClock size={18} aria-hidden="true" />}
        onOther={() => setAsks(true)}
        onChoose={onSnooze}
      />
      {asks && <TimeDialog title={say.snooze} action={say.snooze} onChoose={onSnooze} onClose={() => setAsks(false)} />}
    </>
  );
}
