import { Download } from 'lucide-react';
import { Button } from 'react-aria-components';
import { saveFile } from '../../api/files';
import type { ImportReport } from '../../api/types';
import form from '../../layout/Form.module.css';
import { settingsWords } from '../../settingsWords';
import { Faults } from './Faults';
import styles from './Import.module.css';
import { reportCsv } from './importFile';
import type { ImportProgress } from './importProgress';

const say = settingsWords.imports;
const whole = new Intl.NumberFormat();

/** The progress and result of an import. */
export function Progress({ progress, onAnother }: { progress: Exclude<ImportProgress, { status: 'none' }>; onAnother: () => void }) {
  if (progress.status === 'sending' || progress.status === 'running') {
    const { file, rows, expected } = progress;
    return (
      <div className={styles.card}>
        <p className={styles.file}>
          <strong>{file}</strong> {rows > 0 && say.running(whole.format(rows))}
        </p>
        <progress
          className={styles.progress}
          aria-label={say.progress}
          max={Math.max(expected, rows, 1)}
          {...(rows > 0 && { value: rows })}
        />
        {/* The count changes too often to be announced. */}
        <p role="status" className={styles.quiet}>
          {progress.status === 'running' ? say.background : say.sending}
        </p>
      </div>
    );
  }

  return (
    <div className={styles.card}>
      {progress.status === 'done' ? (
        <Report {...progress} />
      ) : (
        <>
          <p className={styles.file}>
            <strong>{progress.file}</strong>
          </p>
          <p role="alert" className={styles.failure}>
            {progress.message}
          </p>
        </>
      )}
      <div className={form.foot}>
        {progress.status === 'done' && progress.report.rows.length + progress.report.cells.length > 0 && (
          <Button
            className={`${form.secondary} ${form.withIcon}`}
            onPress={() => saveFile('import-report.csv', new Blob([reportCsv(progress.report)], { type: 'text/csv' }))}
          >
            <Download size={16} aria-hidden="true" />
            {say.report}
          </Button>
        )}
        <Button className={form.secondary} onPress={onAnother}>
          {say.another}
        </Button>
      </div>
    </div>
  );
}

function Report({ file, report }: { file: string; report: ImportReport }) {
  return (
    <>
      <p role="status" className={styles.file}>
        <strong>{say.done(file)}</strong>
      </p>
      <dl className={styles.counts}>
        {(['imported', 'unchanged', 'refused'] as const).map((name) => (
          <div key={name} data-name={name} data-any={report[name] > 0}>
            <dt>{say[name]}</dt>
            <dd>{whole.format(report[name])}</dd>
          </div>
        ))}
      </dl>
      <Faults title={say.refusedRows} faults={report.rows} more={report.more} />
      <Faults title={say.changedCells} faults={report.cells} more={report.moreCells} />
    </>
  );
}
