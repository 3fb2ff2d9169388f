import { ChevronDown, Search, SquarePen, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { Button, Input, ListBox, ListBoxItem, Popover, SearchField, Select, SelectValue, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { IconButton } from '../layout/IconButton';
import { displayNumber } from '../numbers/display';
import { useNumbers } from '../numbers/useNumbers';
import { words } from '../words';
import type { InboxPlace } from './address';
import styles from './ListHeader.module.css';

interface ListHeaderProps {
  place: InboxPlace;
  go: (change: Partial<InboxPlace>, options?: { replace: boolean }) => void;
  onNew: () => void;
}

/** What is listed: of which number, open or closed, which filter, which search. */
export function ListHeader({ place, go, onNew }: ListHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <InboxSwitcher number={place.number} onChoose={(number) => go({ number, conversation: null })} />
        <IconButton label={words.inbox.new} keys="n" onPress={onNew}><SquarePen size={18} aria-hidden="true" /></IconButton>
      </div>
      <ListSearch search={place.search} onSearch={(search) => go({ search }, { replace: true })} />
      {!place.search && (
        <div className={styles.choices}>
          <ToggleButtonGroup aria-label={words.inbox.views} selectionMode="single" disallowEmptySelection selectedKeys={[place.view]} className={styles.tabs}
            onSelectionChange={([view]) => go({ view: view === 'closed' ? 'closed' : 'open', filter: 'all' })}>
            <ToggleButton id="open">{words.inbox.open}</ToggleButton>
            <ToggleButton id="closed">{words.inbox.closed}</ToggleButton>
          </ToggleButtonGroup>
          {place.view === 'open' && (
            <ToggleButtonGroup aria-label={words.inbox.filters} selectionMode="single" selectedKeys={place.filter === 'all' ? [] : [place.filter]} className={styles.filters}
              onSelectionChange={([filter]) => go({ filter: filter === 'unread' || filter === 'unresponded' ? filter : 'all' })}>
              <ToggleButton id="unread">{words.inbox.unread}</ToggleButton>
              <ToggleButton id="unresponded">{words.inbox.unresponded}</ToggleButton>
            </ToggleButtonGroup>
          )}
        </div>
      )}
    </header>
  );
}

function InboxSwitcher({ number, onChoose }: { number: string; onChoose: (number: string) => void }) {
  const numbers = useNumbers();
  const items = [
    { id: 'all', name: words.inbox.all, digits: '' },
    ...(numbers.data ?? []).filter((one) => !one.retired).map((one) => ({ id: one.number.replace('+', ''), name: one.name ?? displayNumber(one.number), digits: displayNumber(one.number) })),
  ];
  return (
    <Select aria-label={words.inbox.choose} value={number} onChange={(key) => onChoose(String(key))} className={styles.switcher}>
      <Button className={styles.current}>
        <SelectValue>{({ selectedText }) => <h1>{selectedText || words.inbox.all}</h1>}</SelectValue>
        <ChevronDown size={16} aria-hidden="true" />
      </Button>
      <Popover className={styles.popover}>
        <ListBox items={items}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className={styles.option}>
              <span>{item.name}</span>
              <small>{item.digits}</small>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

const pause = 200;

function ListSearch({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const [text, setText] = useState(search);
  const [shown, setShown] = useState(search);
  if (shown !== search) {
    // The address changed by itself: back, or a link.
    setShown(search);
    setText(search);
  }

  const typed = text.trim();
  const tell = useEffectEvent((next: string) => {
    setShown(next);
    onSearch(next);
  });
  useEffect(() => {
    if (typed === search) {
      return undefined;
    }

    const timer = setTimeout(() => tell(typed), pause);
    return () => clearTimeout(timer);
  }, [typed, search]);
  return (
    <SearchField aria-label={words.inbox.search} value={text} onChange={setText} className={styles.search}>
      <Search size={16} aria-hidden="true" />
      <Input placeholder={words.inbox.search} maxLength={100} data-search />
      {text && <Button aria-label={words.inbox.clear} className={styles.clear}><X size={14} aria-hidden="true" /></Button>}
    </SearchField>
  );
}
