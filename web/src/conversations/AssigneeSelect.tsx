import { UserPlus } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import type { Conversation } from '../api/types';
import { Avatar } from '../layout/Avatar';
import options from '../layout/Options.module.css';
import { useSession } from '../session/session';
import { useMemberList } from '../team/useMembers';
import { words } from '../words';
import styles from './AssigneeSelect.module.css';

const say = words.conversation;
const nobody = 'nobody';

interface AssigneeSelectProps {
  label: string;
  /** The assignee; null for nobody, undefined for several conversations, of which none is shown. */
  assignee: Conversation['assignee'] | undefined;
  onAssign: (userId: string | null) => void;
}

/** Assigns conversations to a member, or makes them everybody's. */
export default function AssigneeSelect({ label, assignee, onAssign }: AssigneeSelectProps) {
  const { me } = useSession();
  const members = useMemberList();
  const others = (members.data ?? []).filter(({ userId }) => userId !== me.userId);
  const isGone = assignee && assignee.userId !== me.userId && members.data && !others.some(({ userId }) => userId === assignee.userId);
  const items = [
    { key: `of-${me.userId}`, name: say.me(me.name), away: me.away },
    ...others.map(({ userId, name, away }) => ({ key: `of-${userId}`, name, away })),
    ...(isGone ? [{ key: `of-${assignee.userId}`, name: assignee.name, away: true }] : []),
    { key: nobody, name: say.nobody, away: false },
  ];
  return (
    <Select
      aria-label={label}
      value={assignee ? `of-${assignee.userId}` : assignee === null ? nobody : null}
      disabledKeys={items.filter(({ away }) => away).map(({ key }) => key)}
      onOpenChange={(isOpen) => isOpen && void members.refetch()}
      onChange={(key) => onAssign(key === nobody ? null : String(key).slice(3))}
    >
      <Button className={styles.button} data-compact={assignee === undefined}>
        {assignee ? <Avatar name={assignee.name} size={22} /> : <UserPlus size={18} aria-hidden="true" />}
        <SelectValue className={styles.name}>{() => assignee?.name ?? say.assign}</SelectValue>
      </Button>
      <Popover className={options.popover}>
        <ListBox items={items}>
          {(item) => (
            <ListBoxItem id={item.key} textValue={item.name} className={options.option}>
              <span>{item.name}</span>
              {item.away && <small>{say.away}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
