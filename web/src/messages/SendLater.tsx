import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { laterTimes } from '../time/later';
import LaterMenu from '../time/LaterMenu';
import { words } from '../words';
import ScheduleDialog from './ScheduleDialog';
import type { Schedule } from './useScheduled';

interface SendLaterProps {
  text: string;
  isDisabled: boolean;
  onSchedule: (message: Schedule) => void;
}

/** The menu at Send. */
export default function SendLater({ text, isDisabled, onSchedule }: SendLaterProps) {
  const [asks, setAsks] = useState(false);
  const message = (sendAt: string) => ({ text: text.trim(), sendAt, cancelIfCustomerWrites: false });
  return (
    <>
      <LaterMenu
        label={words.later.send}
        isDisabled={isDisabled}
        icon={<CalendarClock size={18} aria-hidden="true" />}
        onOther={() => setAsks(true)}
        onChoose={(at) => onSchedule(message(at))}
      />
      {asks && (
        <ScheduleDialog
          initial={message((laterTimes(new Date())[1]?.at ?? new Date()).toISOString())}
          onSchedule={(later) => {
            onSchedule(later);
            return Promise.resolve(true);
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
