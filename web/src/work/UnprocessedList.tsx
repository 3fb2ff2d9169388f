import { useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import type { UnprocessedEvent } from '../api/types';
import { usePages } from '../api/usePages';
import form from '../layout/Form.module.css';
import { useSession } from '../session/session';
import { PagedRows } from '../settings/Loaded';
import { SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { RelativeTime } from '../time/RelativeTime';
import { settingsWords } from '../settingsWords';
import { useRepair } from './useRepair';
import original from './UnprocessedList.module.css';

const say = settingsWords.work;

/** The events that could not be read. */
export function UnprocessedList() {
  const { api } = useSession();
  const list = usePages<UnprocessedEvent>(['unprocessed'], async (cursor, signal) =>
    bodyOf(await api.GET('/api/unprocessed', { params: { query: { limit: 10, ...(cursor && { cursor }) } }, signal })),
  );
  const repair = useRepair(() => list.refetch());
  return (
    <PagedRows label={say.unread} list={list} empty={<p className={`${styles.card} ${styles.none}`}>{say.noneUnread}</p>}>
      {(event) => (
        <EventRow
          key={event.id}
          event={event}
          isBusy={repair.isPending}
          onRetry={() =>
            repair.mutate({ act: () => api.POST('/api/unprocessed/{id}/retry', { params: { path: { id: event.id } } }), done: say.taken })
          }
          onDiscard={() =>
            repair.mutate({ act: () => api.DELETE('/api/unprocessed/{id}', { params: { path: { id: event.id } } }), done: say.discarded })
          }
        />
      )}
    </PagedRows>
  );
}

interface EventRowProps {
  event: UnprocessedEvent;
  isBusy: boolean;
  onRetry: () => void;
  onDiscard: () => void;
}

function EventRow({ event: { reason, keptAt, original: came }, isBusy, onRetry, onDiscard }: EventRowProps) {
  const [sure, setSure] = useState(false);
  return (
    <SettingRow
      title={say.reasons[reason]}
      detail={
        <details className={original.original}>
          <summary>{say.original}</summary>
          <pre tabIndex={0}>{came}</pre>
        </details>
      }
      end={
        <>
          <RelativeTime at={keptAt} />
          {reason === 'unreadable' && (
            <Button className={form.secondary} isDisabled={isBusy} onPress={onRetry}>
              {say.retry}
            </Button>
          )}
          <Button className={form.quietDanger} isDisabled={isBusy} onPress={() => (sure ? onDiscard() : setSure(true))}>
            {sure ? say.discardSure : say.discard}
          </Button>
        </>
      }
    />
  );
}
