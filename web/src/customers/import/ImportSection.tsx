import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../../api/client';
import { saveFile } from '../../api/files';
import { toProblem } from '../../api/problem';
import type { ImportPreview } from '../../api/types';
import { FileDrop } from '../../layout/FileDrop';
import form from '../../layout/Form.module.css';
import { useToast } from '../../layout/toasts';
import { useSession } from '../../session/session';
import { Group, Section, SettingRow } from '../../settings/Section';
import styles from '../../settings/Section.module.css';
import { settingsWords } from '../../settingsWords';
import { Preview } from './Preview';
import { Progress } from './Progress';
import { countRows, largestImport } from './importFile';
import { forgetImport, resumeImport, startImport, useImportProgress, type ImportProgress } from './importProgress';

const say = settingsWords.imports;

interface Chosen {
  readonly file: File;
  readonly expected: number;
  readonly preview: ImportPreview;
}

/** Import with a preview, and export of customers. */
export default function ImportSection() {
  const { api, me } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const progress = useImportProgress();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const read = useMutation({
    mutationFn: async (file: File): Promise<Chosen> => {
      const body = file as unknown as string;
      const [text, answer] = await Promise.all([
        file.text(),
        api.POST('/api/customers/import', {
          params: { query: { preview: true } },
          body,
          bodySerializer: (whole) => whole,
          headers: { 'Content-Type': 'text/csv' },
        }),
      ]);
      return { file, expected: countRows(text), preview: bodyOf(answer) as ImportPreview };
    },
    onSuccess: setChosen,
  });
  const tell = useCallback(
    (ended: ImportProgress | null) => {
      void client.invalidateQueries({ queryKey: ['customers'] });
      if (ended?.status === 'done' && !location.pathname.startsWith('/settings/import')) {
        toast({ text: say.done(ended.file) });
      }
    },
    [client, toast],
  );
  useEffect(() => void resumeImport(api, me.userId).then(tell), [api, me.userId, tell]);
  const [tooLarge, setTooLarge] = useState(false);
  const choose = (file: File) => {
    setTooLarge(file.size > largestImport);
    read.reset();
    if (file.size <= largestImport) {
      read.mutate(file);
    }
  };
  const start = ({ file, expected }: Chosen) => {
    setChosen(null);
    void startImport(api, me.userId, file, expected).then(tell);
  };
  const failure = tooLarge ? say.tooLarge : read.isError ? toProblem(read.error).message : null;
  return (
    <Section title={settingsWords.settings.import} intro={say.intro}>
      <Group title={say.title}>
        {progress.status !== 'none' ? (
          <Progress progress={progress} onAnother={forgetImport} />
        ) : chosen ? (
          <Preview {...chosen} onStart={() => start(chosen)} onOther={() => setChosen(null)} />
        ) : (
          <>
            <FileDrop
              title={say.drop}
              action={say.choose}
              hint={say.kinds}
              accept=".csv,.tsv,.txt,.vcf,text/csv,text/vcard"
              onFile={choose}
            />
            <p role="status">{read.isPending && say.reading}</p>
            {failure && (
              <p role="alert" className={styles.failure}>
                {failure}
              </p>
            )}
          </>
        )}
      </Group>
      <Export />
    </Section>
  );
}

function Export() {
  const { api } = useSession();
  const toast = useToast();
  const file = useMutation({
    mutationFn: async () => saveFile('customers.csv', bodyOf(await api.GET('/api/customers/export', { parseAs: 'blob' }))),
    onError: (error) => toast({ text: toProblem(error).message, isFailure: true }),
  });
  return (
    <ul className={styles.card}>
      <SettingRow
        title={say.export}
        detail={say.exportHint}
        end={
          <Button
            className={`${form.secondary} ${form.withIcon}`}
            isDisabled={file.isPending}
            onPress={() => file.mutate()}
            aria-label={say.exportName}
          >
            <Download size={16} aria-hidden="true" />
            {say.exportNow}
          </Button>
        }
      />
    </ul>
  );
}
