import { SquarePen } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import choices from '../layout/Choices.module.css';
import { IconButton } from '../layout/IconButton';
import { SearchBox } from '../layout/SearchBox';
import { lazily } from '../layout/lazily';
import { words } from '../words';
import { readFilter, readView, type InboxPlace } from './address';
import { countText, sumOf } from './counts';
import styles from './ListHeader.module.css';
import { useCountsOf } from './useCounts';

const InboxSwitcher = lazily(() => import('./InboxSwitcher'), { small: true });
const WhoseFilter = lazily(() => import('./WhoseFilter'), { small: true });

interface ListHeaderProps {
  place: InboxPlace;
  go: (change: Partial<InboxPlace>, options?: { replace: boolean }) => void;
  onNew: () => void;
}

/** The header of the list: number, status, filter and search. */
export function ListHeader({ place, go, onNew }: ListHeaderProps) {
  const { overdue } = sumOf(useCountsOf(place.number));
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <InboxSwitcher fallback={<span />} number={place.number} onChoose={(number) => go({ number, conversation: null })} />
        <IconButton label={words.inbox.new} keys="n" onPress={onNew}>
          <SquarePen size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <SearchBox label={words.inbox.search} search={place.search} onSearch={(search) => go({ search }, { replace: true })} />
      {place.search && (
        <ToggleButtonGroup
          aria-label={words.search.where}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[place.searchIn]}
          className={choices.tabs}
          onSelectionChange={([where]) => go({ searchIn: where === 'messages' ? 'messages' : 'names' }, { replace: true })}
        >
          <ToggleButton id="names">{words.search.names}</ToggleButton>
          <ToggleButton id="messages">{words.search.messages}</ToggleButton>
        </ToggleButtonGroup>
      )}
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
            <ToggleButton id="snoozed">{words.inbox.snoozed}</ToggleButton>
            <ToggleButton id="closed">{words.inbox.closed}</ToggleButton>
          </ToggleButtonGroup>
          {place.view === 'open' && (
            <div className={styles.narrow}>
              <ToggleButtonGroup
                aria-label={words.inbox.filters}
                selectionMode="single"
                selectedKeys={[place.filter === 'waiting' ? 'unresponded' : place.filter]}
                className={choices.filters}
                onSelectionChange={([filter]) => go({ filter: readFilter(String(filter)) })}
              >
                <ToggleButton id="unread">{words.inbox.unread}</ToggleButton>
                <ToggleButton id="unresponded">{words.inbox.unresponded}</ToggleButton>
                {(overdue > 0 || place.filter === 'overdue') && (
                  <ToggleButton id="overdue">
                    {words.inbox.overdue}
                    {overdue > 0 && ` ${countText(overdue)}`}
                  </ToggleButton>
                )}
              </ToggleButtonGroup>
              {(place.filter === 'unresponded' || place.filter === 'waiting') && (
                <div className={choices.filters}>
                  <ToggleButton
                    isSelected={place.filter === 'waiting'}
                    onChange={(longest) => go({ filter: longest ? 'waiting' : 'unresponded' })}
                  >
                    {words.inbox.longestFirst}
                  </ToggleButton>
                </div>
              )}
              <WhoseFilter place={place} onChoose={(filter) => go({ filter })} />
            </div>
          )}
        </div>
      )}
    </header>
  );
}
