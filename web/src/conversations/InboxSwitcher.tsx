import { ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import options from '../layout/Options.module.css';
import { useNumbers } from '../numbers/useNumbers';
import { words } from '../words';
import { countText, sumOf, type Counts } from './counts';
import styles from './InboxSwitcher.module.css';
import { useCounts } from './useCounts';

const say = words.inbox;

/** Selects the number of the business, with the counts for each. */
export default function InboxSwitcher({ number, onChoose }: { number: string; onChoose: (number: string) => void }) {
  const numbers = useNumbers();
  const counts = useCounts();
  const items = [
    { id: 'all', name: say.all, digits: '', counts: sumOf(counts) },
    ...(numbers.data ?? [])
      .filter((one) => !one.retired)
      .map((one) => ({
        id: one.number.replace('+', ''),
        name: one.name ?? one.display,
        digits: one.display,
        counts: counts.find((count) => count.number === one.number),
      })),
  ];
  return (
    <Select aria-label={say.choose} value={number} onChange={(key) => onChoose(String(key))} className={styles.switcher}>
      <h1>
        <Button className={styles.current}>
          <SelectValue>{({ selectedText }) => selectedText || say.all}</SelectValue>
          <ChevronDown size={16} aria-hidden="true" />
        </Button>
      </h1>
      <InboxCounts counts={items.find((one) => one.id === number)?.counts} />
      <Popover className={options.popover}>
        <ListBox items={items} dependencies={[counts]}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className={options.option}>
              <span className={styles.name}>
                {item.name} <small>{item.digits}</small>
              </span>
              <InboxCounts counts={item.counts} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

function InboxCounts({ counts }: { counts: Counts | undefined }) {
  return (
    counts && (
      <span className={styles.counts}>
        <InboxCount count={counts.unread} className={styles.unread} title={say.unreadCount} name={say.unread} />
        <InboxCount count={counts.unresponded} className={styles.waits} title={say.waitCount} name={say.unresponded} />
      </span>
    )
  );
}

interface InboxCountProps {
  count: number;
  className: string | undefined;
  title: (count: string) => string;
  name: string;
}

const InboxCount = ({ count, className, title, name }: InboxCountProps) =>
  count > 0 && (
    <span className={className} title={title(countText(count))}>
      <b>{countText(count)}</b>
      <span className="hidden-text"> {name}</span>
    </span>
  );
