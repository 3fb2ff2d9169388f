import type { Statistics } from '../api/types';
import { words } from '../words';
import { countText, waitText } from './format';
import { Plot } from './Plot';
import { countScale, waitScale } from './scale';
import styles from './StatisticsPage.module.css';

const say = words.statistics;

/** What happened by day. */
export function Plots({ statistics }: { statistics: Statistics }) {
  const { total } = statistics;
  const days = statistics.days.map(({ date }) => date);
  const values = (name: Exclude<keyof typeof total, 'medianResponseSeconds' | 'p90ResponseSeconds'>) =>
    statistics.days.map(({ counts }) => counts[name]);
  const counted = { days, scale: countScale, format: (count: number | null) => countText(count ?? 0) };
  return (
    <div className={styles.plots}>
      <Plot
        {...counted}
        title={say.messages}
        hint={say.messagesHint}
        summary={say.summary(say.messages, [
          [say.received, countText(total.messagesReceived)],
          [say.sent, countText(total.messagesSent)],
        ])}
        arrangement="beside"
        series={[
          { name: say.received, color: 'quiet', values: values('messagesReceived') },
          { name: say.sent, color: 'strong', values: values('messagesSent') },
        ]}
        more={[
          { name: say.automatic, values: values('automaticTexts') },
          { name: say.failed, values: values('messagesFailed') },
        ]}
      />
      <Plot
        {...counted}
        title={say.callsOfCustomers}
        hint={say.callsHint}
        summary={say.summary(say.callsOfCustomers, [
          [say.answered, countText(total.callsAnswered)],
          [say.voicemail, countText(total.voicemails)],
          [say.missed, countText(total.callsMissed)],
        ])}
        arrangement="stacked"
        series={[
          { name: say.answered, color: 'strong', values: values('callsAnswered') },
          { name: say.voicemail, color: 'quiet', values: values('voicemails') },
          { name: say.missed, color: 'bad', values: values('callsMissed') },
        ]}
        more={[
          { name: say.reached, values: values('callsReached') },
          { name: say.notReached, values: values('callsNotReached') },
        ]}
      />
      <Plot
        title={say.response}
        hint={say.responseHint}
        summary={say.summary(say.response, [
          [say.median, waitText(total.medianResponseSeconds)],
          [say.ninety, waitText(total.p90ResponseSeconds)],
        ])}
        days={days}
        scale={waitScale}
        format={waitText}
        arrangement="range"
        series={[
          { name: say.ninety, color: 'quiet', values: statistics.days.map(({ counts }) => counts.p90ResponseSeconds) },
          { name: say.median, color: 'strong', values: statistics.days.map(({ counts }) => counts.medianResponseSeconds) },
        ]}
      />
      <Plot
        {...counted}
        title={say.conversations}
        hint={say.conversationsHint}
        summary={say.summary(say.conversations, [
          [say.opened, countText(total.opened)],
          [say.closed, countText(total.closed)],
        ])}
        arrangement="beside"
        series={[
          { name: say.opened, color: 'quiet', values: values('opened') },
          { name: say.closed, color: 'strong', values: values('closed') },
        ]}
      />
    </div>
  );
}
