import { SquarePen } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import choices from '../layout/Choices.module.css';
import { IconButton } from '../layout/IconButton';
import { SearchBox } from '../layout/SearchBox';
import { words } from '../words';
import { readFilter, readView, type InboxPlace } from './address';
import { countText, sumOf } from './counts';
import styles from './ListHeader.module.css';
import { useCounts } from './useCounts';

const InboxSwitcher = lazy(() => import('./InboxSwitcher'));
const WhoseFilter = lazy(() => import('./WhoseFilter'));

/** How many are snoozed; nothing if none is. */
function SnoozedCount({ number }: { number: string }) {
  const all = useCounts();
  const { snoozed } = sumOf(number === 'all' ? all : all.filter((count) => count.number === `+${number}`));
  return snoozed > 0 ? <> {countText(snoozed)}</> : null;
}

interface ListHeaderProps {
  place: InboxPlace;
  go: (change: Partial<InboxPlace>, options?: { replace: boolean }) => void;
  onNew: () => void;
}

/** The header of the list: number, status, filter and search. */
export function ListHeader({ place, go, onNew }: ListHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <Suspense fallback={<span />}>
          <InboxSwitcher number={place.number} onChoose={(number) => go({ number, conversation: null })} />
        </Suspense>
        <IconButton label={words.inbox.new} keys="n" onPress={onNew}>
          <SquarePen size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <SearchBox label={words.inbox.search} search={place.search} onSearch={(search) => go({ search }, { replace: true })} />
      {!place.search && (
        <div className={styles.choices}>
          <ToggleButtonGroup
            aria-label={words.inbox.views}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[place.view]}
            className={choices.tabs}
            onSelectionChange={([view]) => go({ view: readView(view), filter: 'all' })}
          >
            <ToggleButton id="open">{words.inbox.open}</ToggleButton>
            <ToggleButton id="snoozed">
              {words.inbox.snoozed}
              <SnoozedCount number={place.number} />
            </ToggleButton>
            <ToggleButton id="closed">{words.inbox.closed}</ToggleButton>
          </ToggleButtonGroup>
          {place.view === 'open' && (
            <div className={styles.narrow}>
              <ToggleButtonGroup
                aria-label={words.inbox.filters}
                selectionMode="single"
                selectedKeys={place.filter === 'unread' || place.filter === 'unresponded' ? [place.filter] : []}
                className={choices.filters}
                onSelectionChange={([filter]) => go({ filter: readFilter(String(filter)) })}
              >
                <ToggleButton id="unread">{words.inbox.unread}</ToggleButton>
                <ToggleButton id="unresponded">{words.inbox.unresponded}</ToggleButton>
              </ToggleButtonGroup>
              <Suspense>
                <WhoseFilter place={place} onChoose={(filter) => go({ filter })} />
              </Suspense>
            </div>
          )}
        </div>
      )}
    </header>
  );
}
