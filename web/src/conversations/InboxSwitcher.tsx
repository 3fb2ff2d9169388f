import { ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { useNumbers } from '../numbers/useNumbers';
import { words } from '../words';
import { countText, sumOf, type Counts } from './counts';
import styles from './InboxSwitcher.module.css';
import { useCounts } from './useCounts';

const say = words.inbox;

/** Which number's conversations are listed, and how much there is to do for each. */
export default function InboxSwitcher({ number, onChoose }: { number: string; onChoose: (number: string) => void }) {
  const numbers = useNumbers();
  const counts = useCounts();
  const items = [
    { id: 'all', name: say.all, digits: '', counts: sumOf(counts) },
    ...(numbers.data ?? []).filter((one) => !one.retired).map((one) => ({
      id: one.number.replace('+', ''), name: one.name ?? one.display, digits: one.display, counts: counts.find((count) => count.number === one.number),
    })),
  ];
  return (
    <Select aria-label={say.choose} value={number} onChange={(key) => onChoose(String(key))} className={styles.switcher}>
      <Button className={styles.current}>
        <SelectValue>{({ selectedText }) => <h1>{selectedText || say.all}</h1>}</SelectValue>
        <ChevronDown size={16} aria-hidden="true" />
      </Button>
      <InboxCounts counts={items.find((one) => one.id === number)?.counts} />
      <Popover className={styles.popover}>
        <ListBox items={items} dependencies={[counts]}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className={styles.option}>
              <span className={styles.name}>{item.name} <small>{item.digits}</small></span>
              <InboxCounts counts={item.counts} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

function InboxCounts({ counts: { unread, unresponded } = { open: 0, unread: 0, unresponded: 0 } }: { counts: Counts | undefined }) {
  return (
    <span className={styles.counts}>
      {unread > 0 && <span className={styles.unread} title={say.unreadCount(countText(unread))}><b>{countText(unread)}</b><span className="hidden-text"> {say.unread}</span></span>}
      {unresponded > 0 && <span className={styles.waits} title={say.waitCount(countText(unresponded))}><b>{countText(unresponded)}</b><span className="hidden-text"> {say.unresponded}</span></span>}
    </span>
  );
}
