import { useId, useState } from 'react';
import { words } from '../words';
import { dayLabel, dayText } from './format';
import styles from './Plot.module.css';

const say = words.statistics;

/** A value for each day. */
export interface Series {
  readonly name: string;
  readonly color: 'strong' | 'quiet' | 'bad';
  readonly values: readonly (number | null)[];
}

interface PlotProps {
  title: string;
  hint?: string;
  /** What the plot shows, in a sentence. */
  summary: string;
  days: readonly string[];
  series: readonly Series[];
  /** More columns of the table. */
  more?: readonly Omit<Series, 'color'>[];
  /** Whether the bars of a day stand on each other, beside each other, or the later in front of the earlier. */
  arrangement: 'stacked' | 'beside' | 'inFront';
  scale: (largest: number) => number;
  format: (value: number | null) => string;
}

const height = 100;

/** Bars by day, with the same values as a table. */
export function Plot({ title, hint, summary, days, series, more = [], arrangement, scale, format }: PlotProps) {
  const id = useId();
  const [shown, setShown] = useState<number | null>(null);
  const largest = Math.max(
    0,
    ...days.map((_, day) => {
      const values = series.map(({ values: all }) => all[day] ?? 0);
      return arrangement === 'stacked' ? values.reduce((sum, one) => sum + one, 0) : Math.max(...values);
    }),
  );
  const end = scale(largest);
  const labels = labelled(days);
  return (
    <section className={styles.card} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <h2 id={`${id}-title`}>{title}</h2>
        {hint && <p>{hint}</p>}
      </div>
      <ul className={styles.legend} aria-hidden="true">
        {series.map(({ name, color, values }) => (
          <li key={name} data-color={color}>
            {name}
            {shown !== null && <b>{format(values[shown] ?? null)}</b>}
          </li>
        ))}
        {shown !== null && <li className={styles.day}>{dayText(days[shown] ?? '')}</li>}
      </ul>
      <div className={styles.plot} role="img" aria-label={summary}>
        {[end, end / 2, 0].map((line) => (
          <span key={line} className={styles.line} style={{ top: `${100 - (line / end) * 100}%` }} aria-hidden="true">
            <i>{line === 0 ? '' : format(line)}</i>
          </span>
        ))}
        <svg viewBox={`0 0 ${days.length} ${height}`} preserveAspectRatio="none" aria-hidden="true" onPointerLeave={() => setShown(null)}>
          {days.map((day, place) => (
            <g key={day} className={styles.bars} data-shown={shown === place} onPointerEnter={() => setShown(place)}>
              <rect className={styles.area} x={place} y={0} width={1} height={height} />
              {barsOf(series, place, end, arrangement).map((bar) => (
                <rect key={bar.color} data-color={bar.color} x={place + bar.x} y={bar.y} width={bar.width} height={bar.height} />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <div className={styles.labels} aria-hidden="true">
        {labels.map((place) => (
          <span key={place} style={{ left: `${((place + 0.5) / days.length) * 100}%` }}>
            {dayLabel(days[place] ?? '', days.length)}
          </span>
        ))}
      </div>
      <details className={styles.table}>
        <summary>{say.asTable(title)}</summary>
        {/* A region that scrolls must be reachable by keyboard. */}
        <div tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.day}</th>
                {[...series, ...more].map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day, place) => (
                <tr key={day}>
                  <th scope="row">{dayText(day)}</th>
                  {[...series, ...more].map(({ name, values }) => (
                    <td key={name}>{format(values[place] ?? null)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

/** The bars of a day, whose width is 1. */
function barsOf(series: readonly Series[], day: number, end: number, arrangement: PlotProps['arrangement']) {
  const [gap, width] = [0.15, 0.7];
  let below = 0;
  return series.map(({ color, values }, place) => {
    const tall = ((values[day] ?? 0) / end) * height;
    const bar =
      arrangement === 'beside'
        ? { x: gap + (place * width) / series.length, y: height - tall, width: width / series.length }
        : { x: gap, y: height - below - tall, width };
    below += arrangement === 'stacked' ? tall : 0;
    return { ...bar, color, height: tall };
  });
}

/** The places of the days that have a label, at most seven. */
function labelled(days: readonly string[]): number[] {
  const step = Math.ceil(days.length / 7);
  return days.map((_, place) => place).filter((place) => (days.length - 1 - place) % step === 0);
}
