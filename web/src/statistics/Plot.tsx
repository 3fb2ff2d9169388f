import { useId, useState } from 'react';
import { words } from '../words';
import { barsOf, labelled, largestOf, plotHeight, type Arrangement, type Series } from './bars';
import { dayLabel, dayText } from './format';
import styles from './Plot.module.css';
import type { Scale } from './scale';

interface PlotProps {
  title: string;
  hint: string;
  /** What the plot shows, in a sentence. */
  summary: string;
  days: readonly string[];
  series: readonly Series[];
  /** More columns of the table. */
  more?: readonly Omit<Series, 'color'>[];
  arrangement: Arrangement;
  scale: (largest: number) => Scale;
  format: (value: number | null) => string;
}

/** Values by day, and the same values as a table. */
export function Plot({ title, hint, summary, days, series, more = [], arrangement, scale, format }: PlotProps) {
  const id = useId();
  const [shown, setShown] = useState<number | null>(null);
  const axis = scale(largestOf(series, days.length, arrangement));
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        <p>{hint}</p>
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
        {[0, ...axis.lines].map((line) => (
          <span key={line} className={styles.line} style={{ bottom: `${axis.at(line) * 100}%` }}>
            <i>{line > 0 && format(line)}</i>
          </span>
        ))}
        <svg
          viewBox={`0 0 ${days.length} ${plotHeight}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          onPointerLeave={() => setShown(null)}
        >
          {days.map((day, place) => (
            <g key={day} className={styles.bars} data-shown={shown === place} onPointerEnter={() => setShown(place)}>
              <rect className={styles.area} x={place} y={0} width={1} height={plotHeight} />
              {barsOf(series, place, axis, arrangement).map(({ color, isLine, x, ...bar }, index) => (
                <rect key={index} className={isLine ? styles.range : undefined} data-color={color} x={place + x} {...bar} />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <div className={styles.labels} data-many={days.length > 7} aria-hidden="true">
        {labelled(days.length).map((place) => (
          <span key={place} style={{ left: `${((place + 0.5) / days.length) * 100}%` }}>
            {dayLabel(days[place] ?? '', days.length)}
          </span>
        ))}
      </div>
      <details className={styles.table}>
        <summary>{words.statistics.asTable(title)}</summary>
        {/* A region that scrolls must be reachable by keyboard. */}
        <div tabIndex={0} role="region" aria-label={words.statistics.asTable(title)}>
          <Table days={days} columns={[...series, ...more]} format={format} />
        </div>
      </details>
    </section>
  );
}

interface TableProps {
  days: readonly string[];
  columns: readonly Omit<Series, 'color'>[];
  format: (value: number | null) => string;
}

const Table = ({ days, columns, format }: TableProps) => (
  <table>
    <thead>
      <tr>
        <th scope="col">{words.statistics.day}</th>
        {columns.map(({ name }) => (
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
          {columns.map(({ name, values }) => (
            <td key={name}>{format(values[place] ?? null)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
