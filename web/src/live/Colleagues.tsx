import { Avatar } from '../layout/Avatar';
import { useMembers } from '../team/useMembers';
import { words } from '../words';
import styles from './Colleagues.module.css';
import { usePresence } from './live';
import type { Colleague } from './presence';

const say = words.live;

/** The colleagues at a conversation whose names are known. */
function useNamed(present: readonly Colleague[]) {
  const nameOf = useMembers(present.map((one) => one.userId));
  return present.flatMap((one) => {
    const name = nameOf(one.userId);
    return name ? [{ ...one, name }] : [];
  });
}

export const useColleagues = (conversation: string) => useNamed(usePresence(conversation));

/** Who else looks at a conversation, as small avatars; in words too where there is room. */
export function Colleagues({ conversation, inWords = false }: { conversation: string; inWords?: boolean }) {
  const present = usePresence(conversation);
  // Most rows of a list have none, and then cost nothing.
  return present.length > 0 && <Named present={present} inWords={inWords} />;
}

function Named({ present, inWords }: { present: readonly Colleague[]; inWords: boolean }) {
  const named = useNamed(present);
  if (named.length === 0) {
    return null;
  }

  const names = say.names(named.map((one) => one.name));
  const text = named.length === 1 && named[0]?.state === 'writing' ? say.writes(names) : say.looks(names, named.length);
  return (
    <span className={styles.colleagues} title={text}>
      <span className={styles.avatars}>
        {named.slice(0, 3).map((one) => (
          <Avatar key={one.userId} name={one.name} size={20} />
        ))}
      </span>
      <span className={inWords ? styles.words : 'hidden-text'}>{text}</span>
    </span>
  );
}
