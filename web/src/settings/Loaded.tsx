import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { toProblem } from '../api/problem';
import type { PagedList } from '../api/usePages';
import form from '../layout/Form.module.css';
import { Message } from '../layout/Message';
import { Skeleton } from '../layout/Skeleton';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import styles from './Section.module.css';

interface LoadedProps<T> {
  query: { readonly data: T | undefined; readonly isPending: boolean; readonly error: unknown; readonly refetch: () => unknown };
  children: (data: T) => ReactNode;
}

/** The loaded data, or a message while it is loading, or if it failed or is not allowed. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return children(query.data);
  }

  if (query.isPending) {
    return (
      <div className={styles.state}>
        <Skeleton rows={3} label={words.inbox.loading} />
      </div>
    );
  }

  const problem = toProblem(query.error);
  return (
    <div className={styles.state}>
      {problem.status === 403 ? (
        <Message title={settingsWords.settings.adminsOnly} hint={settingsWords.settings.adminsOnlyHint} />
      ) : (
        <Message title={words.state.error} hint={problem.message} action={words.state.retry} onAction={() => void query.refetch()} />
      )}
    </div>
  );
}

interface PagedRowsProps<T extends { readonly id: string }> {
  label: string;
  list: PagedList<T>;
  empty: ReactNode;
  children: (item: T) => ReactNode;
}

/** A card with a paged list. */
export function PagedRows<T extends { readonly id: string }>({ label, list, empty, children }: PagedRowsProps<T>) {
  return (
    <Loaded query={{ ...list, data: list.data && list.items }}>
      {(items) =>
        items.length === 0 && !list.hasNextPage ? (
          empty
        ) : (
          <div className={styles.card}>
            <ul aria-label={label}>{items.map(children)}</ul>
            {list.hasNextPage && (
              <div className={styles.more}>
                <Button className={form.secondary} isDisabled={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
                  {settingsWords.settings.more}
                </Button>
              </div>
            )}
          </div>
        )
      }
    </Loaded>
  );
}
