import { useMemo, type ReactNode } from 'react';
import { Collection, GridList, GridListItem, GridListLoadMoreItem, Virtualizer } from 'react-aria-components';
import { toProblem } from '../api/problem';
import type { PagedList } from '../api/usePages';
import { words } from '../words';
import { AnchoredLayout, rowSize } from './listLayout';
import styles from './ListPage.module.css';
import { Message } from './Message';
import { Skeleton } from './Skeleton';

/** The content of a row. */
export interface Row {
  readonly icon: ReactNode;
  readonly title: string;
  readonly detail: string;
  /** Shown after the detail, and not part of the row's name: it changes by itself. */
  readonly running?: ReactNode;
  readonly middle: string;
  readonly end?: ReactNode;
  /** Marks a failure. */
  readonly isBad?: boolean;
  /** Marks something that is done. */
  readonly isPast?: boolean;
}

interface ListPageProps<T extends { readonly id: string }> {
  title: string;
  /** Filters of the list. */
  choices?: ReactNode;
  list: PagedList<T>;
  /** Shown if the list is empty. */
  empty: ReactNode;
  row: (item: T) => Row;
  onOpen: (item: T) => void;
}

/** A section with a heading and one list, loaded while scrolling. */
export function ListPage<T extends { readonly id: string }>({ title, choices, ...rows }: ListPageProps<T>) {
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <h1>{title}</h1>
        {choices}
      </header>
      <div className={styles.rows}>
        <Rows title={title} {...rows} />
      </div>
    </main>
  );
}

function Rows<T extends { readonly id: string }>({ title, list, empty, row, onOpen }: Omit<ListPageProps<T>, 'choices'>) {
  const layoutOptions = useMemo(() => ({ rowSize: rowSize(false) }), []);
  if (list.isPending) {
    return <Skeleton rows={8} label={words.inbox.loading} />;
  }

  if (list.isError && list.items.length === 0) {
    const problem = toProblem(list.error);
    return problem.status === 403 ? (
      <Message title={words.state.forbidden} hint={words.state.forbiddenHint} />
    ) : (
      <Message title={words.state.error} hint={problem.message} action={words.state.retry} onAction={() => void list.refetch()} />
    );
  }

  if (list.items.length === 0 && !list.hasNextPage) {
    return empty;
  }

  const open = (key: unknown) => {
    const item = list.items.find((one) => one.id === key);
    if (item) {
      onOpen(item);
    }
  };
  return (
    <Virtualizer layout={AnchoredLayout} layoutOptions={layoutOptions}>
      <GridList aria-label={title} className={styles.list} disallowTypeAhead onAction={open}>
        <Collection items={list.items}>{(item) => <ListRow id={item.id} {...row(item)} />}</Collection>
        <GridListLoadMoreItem
          isLoading={list.isFetchingNextPage}
          onLoadMore={() => void (list.hasNextPage && !list.isFetching && list.fetchNextPage())}
          className={styles.more}
        >
          {words.inbox.more}
        </GridListLoadMoreItem>
      </GridList>
    </Virtualizer>
  );
}

function ListRow({ id, icon, title, detail, running, middle, end, isBad = false, isPast = false }: Row & { id: string }) {
  return (
    <GridListItem id={id} textValue={[title, detail, middle].filter(Boolean).join(', ')} className={styles.item}>
      <div className={styles.row} data-bad={isBad} data-past={isPast}>
        <span className={styles.icon}>{icon}</span>
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          <span className={styles.detail}>
            {detail}
            {running && <> · {running}</>}
          </span>
        </span>
        <span className={styles.middle}>{middle}</span>
        <span className={styles.end}>{end}</span>
      </div>
    </GridListItem>
  );
}
