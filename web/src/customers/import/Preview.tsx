import { Button } from 'react-aria-components';
import type { ImportPreview } from '../../api/types';
import form from '../../layout/Form.module.css';
import { displayNumber } from '../../numbers/display';
import { settingsWords } from '../../settingsWords';
import { words } from '../../words';
import { Faults } from './Faults';
import styles from './Import.module.css';

const say = settingsWords.imports;
const whole = new Intl.NumberFormat();

interface PreviewProps {
  file: File;
  expected: number;
  preview: ImportPreview;
  onStart: () => void;
  onOther: () => void;
}

/** The preview of a file. */
export function Preview({ file, expected, preview: { mapping, customers, rows, cells }, onStart, onOther }: PreviewProps) {
  return (
    <div className={styles.card}>
      <p className={styles.file}>
        <strong>{file.name}</strong> {say.about(whole.format(expected))}
      </p>
      <dl className={styles.mapping} aria-label={say.columns}>
        {mapping.columns.map(({ column, as }) => (
          <div key={column}>
            <dt>{column}</dt>
            <dd>{say.as[as]}</dd>
          </div>
        ))}
        {mapping.notRead.length > 0 && (
          <div data-unread="true">
            <dt>{mapping.notRead.join(', ')}</dt>
            <dd>{say.notRead}</dd>
          </div>
        )}
      </dl>
      {customers.length === 0 ? (
        <p>{say.none}</p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={say.first(customers.length)}>
          <table className={styles.table}>
            <caption>{say.first(customers.length)}</caption>
            <thead>
              <tr>
                {[say.line, words.customers.name, words.customers.numbers, words.customers.email, words.customers.notes].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {customers.map(({ line, name, numbers, email, notes }) => (
                <tr key={line}>
                  <td>{line}</td>
                  <th scope="row">{name}</th>
                  <td>
                    {numbers.map((number) => (
                      <span key={number} className={styles.number}>
                        {displayNumber(number)}{' '}
                      </span>
                    ))}
                  </td>
                  <td>{email}</td>
                  <td>{notes}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Faults title={say.problems} faults={[...rows, ...cells]} more={0} />
      <div className={form.foot}>
        <Button className={form.secondary} onPress={onOther}>
          {say.other}
        </Button>
        <Button className={form.primary} onPress={onStart}>
          {say.start}
        </Button>
      </div>
    </div>
  );
}
