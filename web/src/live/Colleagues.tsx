import { Avatar } from '../layout/Avatar';
import { useMembers } from '../team/useMembers';
import { words } from '../words';
import styles from './Colleagues.module.css';
import { usePresence } from './live';

const say = words.live;

/** The colleagues at a conversation whose names are known. */
export function useColleagues(conversation: string) {
  const present = usePresence(conversation);
  const nameOf = useMembers(present.map((one) => one.userId));
  return present.flatMap((one) => {
    const name = nameOf(one.userId);
    return name ? [{ ...one, name }] : [];
  });
}

/** Who else looks at a conversation, as small avatars; in words too where there is room. */
export function Colleagues({ conversation, inWords = false }: { conversation: string; inWords?: boolean }) {
  const present = useColleagues(conversation);
  if (present.length === 0) {
    return null;
  }

  const names = say.names(present.map((one) => one.name));
  const text = present.some((one) => one.state === 'writing') && present.length === 1 ? say.writes(names) : say.looks(names, present.length);
  return (
    <span className={styles.colleagues} title={text}>
      <span className={styles.avatars}>{present.slice(0, 3).map((one) => <Avatar key={one.userId} name={one.name} size={20} />)}</span>
      <span className={inWords ? styles.words : 'hidden-text'}>{text}</span>
    </span>
  );
}
