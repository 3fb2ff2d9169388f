import type { StatisticsCounts } from '../api/types';
import { words } from '../words';
import { countText, waitText } from './format';
import styles from './StatisticsPage.module.css';

const say = words.statistics;

/** The totals of a period. */
export function Figures({ total }: { total: StatisticsCounts }) {
  const calls = total.callsAnswered + total.voicemails + total.callsMissed;
  const placed = total.callsReached + total.callsNotReached;
  const figures: [string, string, string][] = [
    [say.received, countText(total.messagesReceived), say.messages],
    [say.sent, countText(total.messagesSent), say.besides(total.automaticTexts, total.messagesFailed)],
    [say.callsOfCustomers, countText(calls), say.ofThem(say.answered, total.callsAnswered)],
    [say.callsPlaced, countText(placed), say.ofThem(say.reached, total.callsReached)],
    [say.response, waitText(total.medianResponseSeconds), say.ninetyIs(waitText(total.p90ResponseSeconds))],
    [say.opened, countText(total.opened), say.conversations],
    [say.closed, countText(total.closed), say.conversations],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([name, value, detail]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={styles.figure}>{value}</dd>
          <dd className={styles.detail}>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
