import { SearchX } from 'lucide-react';
import { Button, GridList, GridListItem } from 'react-aria-components';
import { toProblem } from '../api/problem';
import type { TextHit } from '../api/types';
import form from '../layout/Form.module.css';
import { Message } from '../layout/Message';
import { Skeleton } from '../layout/Skeleton';
import { RelativeTime } from '../time/RelativeTime';
import { words } from '../words';
import { customerName, numberName } from './names';
import styles from './TextHits.module.css';
import { useTextHits } from './useTextHits';

const say = words.search;

interface TextHitsProps {
  text: string;
  number?: string;
  /** Only in this conversation, whose name is not repeated then. */
  conversation?: string;
  /** The item that is open. */
  open: string | null;
  onOpen: (hit: TextHit) => void;
}

/** Messages and comments with the searched words. */
export function TextHits({ text, number, conversation, open, onOpen }: TextHitsProps) {
  const list = useTextHits({ text, ...(number && { number }), ...(conversation && { conversation }) });
  if (list.isPending || (list.hits.length === 0 && list.isFetching)) {
    return <Skeleton rows={4} label={words.inbox.loading} />;
  }

  if (list.isError && list.hits.length === 0) {
    const { message } = toProblem(list.error);
    return <Message title={words.state.error} hint={message} action={words.state.retry} onAction={() => void list.refetch()} />;
  }

  if (list.hits.length === 0) {
    return <Message icon={<SearchX size={32} />} title={say.none(text)} hint={say.noneHint} />;
  }

  return (
    <div className={styles.hits}>
      <GridList
        aria-label={say.hits}
        items={list.hits.map((hit) => ({ ...hit, id: `${hit.conversation.id} ${hit.item.id}` }))}
        disallowTypeAhead
      >
        {(hit) => (
          <GridListItem id={hit.id} textValue={`${nameOf(hit)}, ${hit.snippet.text}`} className={styles.item} onAction={() => onOpen(hit)}>
            <div className={styles.hit} data-open={hit.item.id === open}>
              <div className={styles.line}>
                <span className={styles.name}>{conversation ? authorOf(hit) : nameOf(hit)}</span>
                <RelativeTime at={hit.item.at} />
              </div>
              <p className={styles.text}>
                {!conversation && hit.item.by && <span className={styles.author}>{authorOf(hit)}: </span>}
                <Snippet snippet={hit.snippet} />
              </p>
            </div>
          </GridListItem>
        )}
      </GridList>
      {list.hasNextPage && (
        <Button
          className={`${styles.more} ${form.secondary}`}
          isDisabled={list.isFetchingNextPage}
          onPress={() => void list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? words.inbox.more : say.more}
        </Button>
      )}
    </div>
  );
}

const nameOf = ({ conversation }: TextHit): string => `${customerName(conversation)} · ${numberName(conversation)}`;

const authorOf = ({ conversation, item }: TextHit): string =>
  item.type === 'comment'
    ? say.comment(item.by?.name ?? words.action.team)
    : item.direction === 'outbound'
      ? (item.by?.name ?? words.action.team)
      : customerName(conversation);

/** A part of a text with its marked words. */
function Snippet({ snippet: { text, marks } }: { snippet: TextHit['snippet'] }) {
  return marks.map(({ start, length }, index) => {
    const before = marks[index - 1];
    return (
      <span key={start}>
        {text.slice(before ? before.start + before.length : 0, start)}
        <mark>{text.slice(start, start + length)}</mark>
        {index === marks.length - 1 && text.slice(start + length)}
      </span>
    );
  });
}
