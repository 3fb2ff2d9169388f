import { ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import options from '../layout/Options.module.css';
import { useSession } from '../session/session';
import { useMemberList } from '../team/useMembers';
import { words } from '../words';
import { readFilter, type InboxPlace } from './address';
import { assigneesOf, countText, sumOf } from './counts';
import styles from './WhoseFilter.module.css';
import { useCountsOf } from './useCounts';

const say = words.inbox;

interface WhoseFilterProps {
  place: InboxPlace;
  onChoose: (filter: InboxPlace['filter']) => void;
}

/** Selects whose conversations the list shows. */
export default function WhoseFilter({ place, onChoose }: WhoseFilterProps) {
  const { me } = useSession();
  const members = useMemberList();
  const shown = useCountsOf(place.number);
  const counts = sumOf(shown);
  const items = [
    { id: 'all', name: say.everybodys, count: 0 },
    { id: 'mine', name: say.mine, count: counts.mine },
    { id: 'unassigned', name: say.unassigned, count: counts.unassigned },
    ...assigneesOf(members.data ?? [], shown)
      .filter(({ userId }) => userId !== me.userId)
      .map(({ userId, name, open }) => ({ id: `of-${userId}`, name, count: open })),
  ];
  const chosen = items.some(({ id }) => id === place.filter) ? place.filter : 'all';
  return (
    <Select aria-label={say.assignee} value={chosen} onChange={(key) => onChoose(readFilter(String(key)))}>
      <Button className={styles.button} data-chosen={chosen !== 'all'}>
        <SelectValue>{({ selectedText }) => selectedText || say.everybodys}</SelectValue>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      <Popover className={options.popover}>
        <ListBox items={items} dependencies={[counts]}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className={options.option}>
              <span>{item.name}</span>
              {item.count > 0 && <span className={styles.count}>{countText(item.count)}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
