import { Avatar } from '../layout/Avatar';
import { useMembers } from '../team/useMembers';
import { words } from '../words';
import styles from './Colleagues.module.css';
import { usePresence } from './live';
import type { Colleague } from './presence';

const say = words.live;

/** The colleagues at a conversation with known names. */
function useNamed(present: readonly Colleague[]) {
  const nameOf = useMembers(present.map((one) => one.userId));
  return present.flatMap((one) => {
    const name = nameOf(one.userId);
    return name ? [{ ...one, name }] : [];
  });
}

export const useColleagues = (conversation: string) => useNamed(usePresence(conversation));

/** The colleagues who look at a conversation, as small avatars, and in words if there is space. */
export function Colleagues({ conversation, inWords = false }: { conversation: string; inWords?: boolean }) {
  const present = usePresence(conversation);
  // Most rows have none, and must cost nothing.
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
