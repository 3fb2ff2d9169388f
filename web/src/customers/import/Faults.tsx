import type { RowFault } from '../../api/types';
import { settingsWords } from '../../settingsWords';
import styles from './Import.module.css';

const say = settingsWords.imports;
const most = 200;
const whole = new Intl.NumberFormat();

interface FaultsProps {
  title: string;
  faults: readonly RowFault[];
  /** The number of further faults. */
  more: number;
}

/** Faulty rows or cells of a file, with reasons. */
export function Faults({ title, faults, more }: FaultsProps) {
  const ofCells = faults.some((fault) => fault.column !== null);
  const others = more + Math.max(0, faults.length - most);
  return (
    faults.length > 0 && (
      <div className={styles.scroll} data-tall="true" tabIndex={0} role="region" aria-label={title}>
        <table className={styles.table}>
          <caption>{title}</caption>
          <thead>
            <tr>
              {[say.line, say.reason, ...(ofCells ? [say.column, say.value] : [])].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {faults.slice(0, most).map(({ line, reason, column, value }, at) => (
              <tr key={at}>
                <td>{line}</td>
                <td>{reason}</td>
                {ofCells && (
                  <>
                    <td>{column}</td>
                    <td>{value}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
        {others > 0 && <p className={styles.more}>{say.more(whole.format(others))}</p>}
      </div>
    )
  );
}
