import { useMutation } from '@tanstack/react-query';
import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { saveFile } from '../api/files';
import { toProblem } from '../api/problem';
import type { OptOutReport } from '../api/types';
import { Faults } from '../customers/import/Faults';
import form from '../layout/Form.module.css';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';

const say = settingsWords.optOuts;

/** Import and export of opt-outs. */
export function OptOutFiles({ onImported }: { onImported: () => void }) {
  const { api } = useSession();
  const toast = useToast();
  const chooser = useRef<HTMLInputElement>(null);
  const onError = (error: unknown) => toast({ text: toProblem(error).message, isFailure: true });
  const taken = useMutation({
    mutationFn: async (file: File): Promise<OptOutReport> =>
      bodyOf(
        await api.POST('/api/opt-outs/import', {
          body: file as unknown as string,
          bodySerializer: (whole) => whole,
          headers: { 'Content-Type': 'text/csv' },
        }),
      ),
    onSuccess: onImported,
    onError,
  });
  const saved = useMutation({
    mutationFn: async () => saveFile('opt-outs.csv', bodyOf(await api.GET('/api/opt-outs/export', { parseAs: 'blob' }))),
    onError,
  });
  const report = taken.data;
  return (
    <>
      <ul className={styles.card}>
        <SettingRow
          title={say.import}
          detail={<span role="status">{report ? say.imported(report.imported, report.unchanged, report.refused) : say.importHint}</span>}
          end={
            <>
              <input
                ref={chooser}
                type="file"
                hidden
                accept=".csv,text/csv"
                aria-label={say.import}
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  target.value = '';
                  if (file) {
                    taken.mutate(file);
                  }
                }}
              />
              <Button
                className={`${form.secondary} ${form.withIcon}`}
                isDisabled={taken.isPending}
                onPress={() => chooser.current?.click()}
              >
                <Upload size={16} aria-hidden="true" />
                {settingsWords.imports.choose}
              </Button>
            </>
          }
        />
        <SettingRow
          title={say.exportAll}
          detail={settingsWords.imports.exportHint}
          end={
            <Button className={`${form.secondary} ${form.withIcon}`} isDisabled={saved.isPending} onPress={() => saved.mutate()}>
              <Download size={16} aria-hidden="true" />
              {say.export}
            </Button>
          }
        />
      </ul>
      {report && <Faults title={settingsWords.imports.refusedRows} faults={report.rows} more={report.more} />}
    </>
  );
}
