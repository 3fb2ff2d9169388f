import { Briefcase, ChartColumn, Inbox, LogOut, Phone, Settings, Users } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import type { Me } from '../api/types';
import { may, useSession } from '../session/session';
import { words } from '../words';
import { Avatar } from './Avatar';
import { IconButton } from './IconButton';
import styles from './Rail.module.css';

const writers = (me: Me) => may(me, 'conversations');
const sections = [
  { path: '/inbox', name: words.nav.inbox, Icon: Inbox, isFor: writers },
  { path: '/calls', name: words.nav.calls, Icon: Phone, isFor: (me: Me) => may(me, 'callLogs') },
  { path: '/customers', name: words.nav.customers, Icon: Users, isFor: writers },
  { path: '/jobs', name: words.nav.jobs, Icon: Briefcase, isFor: writers },
  { path: '/statistics', name: words.nav.statistics, Icon: ChartColumn, isFor: writers },
  { path: '/settings', name: words.nav.settings, Icon: Settings, isFor: () => true },
];

/** The navigation between sections, with the user. */
export function Rail() {
  const [path] = useLocation();
  const { me, signOut } = useSession();
  return (
    <nav className={styles.rail} aria-label={words.nav.label}>
      <ul>
        {sections
          .filter((section) => section.isFor(me))
          .map(({ path: section, name, Icon }) => (
            <li key={section}>
              <Link href={section} className={styles.link} aria-current={path.startsWith(section) ? 'page' : undefined}>
                <Icon size={20} aria-hidden="true" />
                <span>{name}</span>
              </Link>
            </li>
          ))}
      </ul>
      <div className={styles.me}>
        <span title={words.nav.me(me.name)}>
          <span className="hidden-text">{words.nav.me(me.name)}</span>
          <Avatar name={me.name} size={32} />
        </span>
        <IconButton label={words.nav.signOut} onPress={signOut}>
          <LogOut size={18} aria-hidden="true" />
        </IconButton>
      </div>
    </nav>
  );
}
