import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import type { FailedWork } from '../api/types';
import { usePages } from '../api/usePages';
import form from '../layout/Form.module.css';
import { useSession } from '../session/session';
import { PagedRows } from '../settings/Loaded';
import { SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { RelativeTime } from '../time/RelativeTime';
import { settingsWords } from '../settingsWords';
import { useRepair } from './useRepair';

const say = settingsWords.work;
const kinds: Readonly<Record<string, string>> = say.kinds;

/** The failed background work. */
export function FailedWorkList() {
  const { api } = useSession();
  const list = usePages<FailedWork>(['work'], async (cursor, signal) =>
    bodyOf(await api.GET('/api/work', { params: { query: { state: 'failed', limit: 25, ...(cursor && { cursor }) } }, signal })),
  );
  const repair = useRepair(() => list.refetch());
  const retry = (id: string) =>
    repair.mutate({ act: () => api.POST('/api/work/{id}/retry', { params: { path: { id } } }), done: say.retrying });
  return (
    <PagedRows
      label={say.failed}
      list={list}
      empty={
        <p className={`${styles.card} ${styles.none}`}>
          {say.none}. {say.noneHint}
        </p>
      }
    >
      {({ id, kind, failedAt, failure, attempts }) => (
        <SettingRow
          key={id}
          title={kinds[kind] ?? kind}
          detail={`${failure} · ${say.tries(attempts)}`}
          end={
            <>
              <RelativeTime at={failedAt} />
              <Button className={form.secondary} isDisabled={repair.isPending} onPress={() => retry(id)}>
                {say.retry}
              </Button>
            </>
          }
        />
      )}
    </PagedRows>
  );
}
