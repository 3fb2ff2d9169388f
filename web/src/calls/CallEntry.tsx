import type { CallItem } from '../api/types';
import { ItemTime } from '../conversations/TimelineEntry';
import { duration } from '../time/time';
import { words } from '../words';
import styles from './CallEntry.module.css';
import { CallIcon, callState, callTitle, wasMissed } from './callWords';
import { Player } from './Player';
import { RunningTime } from './RunningTime';

/** A call in the timeline: direction, result, duration and participants, with its recording or voicemail. */
export function CallEntry({ item }: { item: CallItem }) {
  return (
    <li className={styles.entry} data-ours={item.direction === 'outbound'}>
      <div className={styles.call} data-missed={wasMissed(item)}>
        <span className={styles.icon}>
          <CallIcon call={item} />
        </span>
        <div>
          <p className={styles.title}>{callTitle(item)}</p>
          <p className={styles.state}>
            {callState(item)}
            {item.durationSeconds !== null && <> · {duration(item.durationSeconds)}</>}
            {item.status === 'inProgress' && item.answeredAt && (
              <>
                {' '}
                · <RunningTime since={item.answeredAt} />
              </>
            )}{' '}
            · <ItemTime at={item.at} />
          </p>
        </div>
      </div>
      {item.recordingId && (
        <Player
          recordingId={item.recordingId}
          length={item.recordingDurationSeconds}
          name={item.voicemail ? words.calls.voicemail : words.calls.recording}
        />
      )}
    </li>
  );
}
