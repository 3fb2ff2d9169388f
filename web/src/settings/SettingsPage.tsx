import { Lock } from 'lucide-react';
import { Link, useParams } from 'wouter';
import { useHealth } from '../health/useHealth';
import { Message } from '../layout/Message';
import { isAdmin, useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { isFor, settingsSections, type SettingsSection } from './sections';
import styles from './SettingsPage.module.css';

const say = settingsWords.settings;

/** The settings: the sections beside the open one; on a narrow screen one after the other. */
export default function SettingsPage() {
  const { me } = useSession();
  const { section: path } = useParams<{ section?: string }>();
  const known = settingsSections.filter((section) => isFor(me, section));
  const open = settingsSections.find((section) => section.path === (path ?? 'me'));
  return (
    <div className={styles.page} data-open={path !== undefined}>
      <nav className={styles.sections} aria-label={say.sections} data-first-step>
        <h1>{say.title}</h1>
        {[...new Set(known.map((section) => section.group))].map((group) => (
          <div key={group} className={styles.group}>
            <h2>{group}</h2>
            <ul>
              {known
                .filter((section) => section.group === group)
                .map(({ path: address, name, Icon }) => (
                  <li key={address}>
                    <Link href={`/settings/${address}`} className={styles.link} aria-current={open?.path === address ? 'page' : undefined}>
                      <Icon size={16} aria-hidden="true" />
                      <span>{name}</span>
                      {address === 'work' && isAdmin(me) && <NeedsCare />}
                    </Link>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </nav>
      <main className={styles.content}>
        {!open ? (
          <Message title={say.missing} hint={say.missingHint} />
        ) : !isFor(me, open) ? (
          <Forbidden needs={open.needs} />
        ) : (
          <open.Content key={open.path} />
        )}
      </main>
    </div>
  );
}

function Forbidden({ needs }: Pick<SettingsSection, 'needs'>) {
  const isOfAdmins = needs === 'admin' || needs === null;
  return (
    <Message
      icon={<Lock size={32} />}
      title={isOfAdmins ? say.adminsOnly : words.state.forbidden}
      hint={isOfAdmins ? say.adminsOnlyHint : words.state.forbiddenFor(words.permissions[needs])}
    />
  );
}

function NeedsCare() {
  const { data } = useHealth();
  const count = data ? data.failedWork + data.unprocessed : 0;
  return (
    count > 0 && (
      <span className={styles.count}>
        <span aria-hidden="true">{count}</span>
        <span className="hidden-text">{say.needsCare(count)}</span>
      </span>
    )
  );
}
