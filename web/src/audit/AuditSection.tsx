import { ScrollText } from 'lucide-react';
import { bodyOf } from '../api/client';
import { usePages } from '../api/usePages';
import { Avatar } from '../layout/Avatar';
import { Message } from '../layout/Message';
import { useSession } from '../session/session';
import { PagedRows } from '../settings/Loaded';
import { Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { RelativeTime } from '../time/RelativeTime';
import { settingsWords } from '../settingsWords';
import { Subject } from './Subject';
import { kindOf } from './subjectKind';

const say = settingsWords.audit;

/** The audit log, for admins. */
export default function AuditSection() {
  const { api } = useSession();
  const list = usePages(['audit'], async (cursor, signal) => {
    const { items, nextCursor } = bodyOf(
      await api.GET('/api/audit', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal }),
    );
    return {
      items: items.map((entry) => ({ ...entry, id: [entry.at, entry.by.userId, entry.action, entry.subject].join(' ') })),
      nextCursor,
    };
  });
  return (
    <Section title={settingsWords.settings.audit} intro={say.intro}>
      <PagedRows
        label={settingsWords.settings.audit}
        list={list}
        empty={
          <div className={styles.state}>
            <Message icon={<ScrollText size={32} />} title={say.none} hint={say.noneHint} />
          </div>
        }
      >
        {(entry) => (
          <SettingRow
            key={entry.id}
            icon={<Avatar name={entry.by.name} size={28} />}
            title={
              <span>
                {entry.by.name} <span className={styles.plain}>{say.did[entry.action]}</span>
              </span>
            }
            detail={
              kindOf(entry.action, entry.subject) !== 'all' && (
                <>
                  <Subject entry={entry} />
                  {entry.reason && ` · ${entry.reason}`}
                </>
              )
            }
            end={<RelativeTime at={entry.at} />}
          />
        )}
      </PagedRows>
    </Section>
  );
}
