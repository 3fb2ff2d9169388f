import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import type { CallItem } from '../api/types';
import { ItemTime } from '../conversations/TimelineEntry';
import { duration } from '../time/time';
import { words } from '../words';
import styles from './CallEntry.module.css';
import { Player } from './Player';

const say = words.calls;

/** A call: which way, how it went, how long, with whom; and its recording or voicemail. */
export function CallEntry({ item }: { item: CallItem }) {
  const outbound = item.direction === 'outbound';
  const Icon = item.voicemail ? Voicemail : item.status === 'missed' ? PhoneMissed : outbound ? PhoneOutgoing : PhoneIncoming;
  const who = item.answeredBy ?? item.by;
  const state = item.status === 'missed' && outbound ? say.missedOut : say[item.status];
  return (
    <li className={styles.entry} data-ours={outbound}>
      <div className={styles.call} data-missed={item.status === 'missed' && !outbound}>
        <span className={styles.icon}><Icon size={18} aria-hidden="true" /></span>
        <div>
          <p className={styles.title}>{item.voicemail ? say.voicemail : outbound ? say.outbound : say.inbound}</p>
          <p className={styles.state}>
            {state}{who && <> {say.by(who.name)}</>}{item.durationSeconds !== null && <> · {duration(item.durationSeconds)}</>} · <ItemTime at={item.at} />
          </p>
        </div>
      </div>
      {item.recordingId && <Player recordingId={item.recordingId} name={item.voicemail ? say.voicemail : say.recording} />}
    </li>
  );
}
