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
    [say.messagesReceived, countText(total.messagesReceived), say.fromCustomers],
    [say.messagesSent, countText(total.messagesSent), say.besides(total.automaticTexts, total.messagesFailed)],
    [say.callsOfCustomers, countText(calls), say.ofCalls(total.callsAnswered, total.voicemails)],
    [say.callsPlaced, countText(placed), say.ofPlaced(total.callsReached)],
    [say.medianResponse, waitText(total.medianResponseSeconds), say.ninetyIs(waitText(total.p90ResponseSeconds))],
    [say.conversationsClosed, countText(total.closed), say.ofOpened(total.opened)],
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
