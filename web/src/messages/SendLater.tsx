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
  /** Why this message cannot be sent later; null if it can. */
  whyNot?: string | null;
  onSchedule: (message: Schedule) => void;
}

/** The menu at Send. */
export default function SendLater({ text, isDisabled, whyNot = null, onSchedule }: SendLaterProps) {
  const [asks, setAsks] = useState(false);
  const message = (sendAt: string) => ({ text: text.trim(), sendAt, cancelIfCustomerWrites: false });
  return (
    <>
      {/* A disabled button has no tooltip of its own. */}
      <span title={whyNot ?? undefined}>
        <LaterMenu
          label={whyNot ?? words.later.send}
          isDisabled={isDisabled || whyNot !== null}
          icon={<CalendarClock size={18} aria-hidden="true" />}
          onOther={() => setAsks(true)}
          onChoose={(at) => onSchedule(message(at))}
        />
      </span>
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
