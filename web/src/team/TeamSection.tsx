import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Member } from '../api/types';
import { Avatar } from '../layout/Avatar';
import form from '../layout/Form.module.css';
import { lazyDialog } from '../layout/lazily';
import { useSession } from '../session/session';
import { Loaded } from '../settings/Loaded';
import { Group, Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { permissionWords } from './permissions';
import { useLiveTeam, waits } from './useTeam';

const MemberDialog = lazyDialog(() => import('./MemberDialog'));
const say = settingsWords.team;

/** The members, for admins. Those who wait for permission come first. */
export default function TeamSection() {
  const team = useLiveTeam();
  const [editing, setEditing] = useState<string | null>(null);
  const edited = team.data?.find((member) => member.userId === editing);
  return (
    <Section title={settingsWords.settings.team} intro={say.intro}>
      <Loaded query={team}>
        {(all) => {
          const waiting = all.filter(waits);
          return (
            <>
              <Group title={say.waiting}>
                {waiting.length === 0 ? (
                  <p>{say.noneWaiting}</p>
                ) : (
                  <ul className={styles.card}>
                    {waiting.map((member) => (
                      <SettingRow
                        key={member.userId}
                        icon={<Avatar name={member.name} />}
                        title={member.name}
                        detail={member.userId}
                        end={
                          <Button
                            className={form.primary}
                            aria-label={say.letInName(member.name)}
                            onPress={() => setEditing(member.userId)}
                          >
                            {say.letIn}
                          </Button>
                        }
                      />
                    ))}
                  </ul>
                )}
              </Group>
              <Group title={say.members}>
                <ul className={styles.card}>
                  {all
                    .filter((member) => !waits(member))
                    .map((member) => (
                      <MemberRow key={member.userId} member={member} onEdit={() => setEditing(member.userId)} />
                    ))}
                </ul>
              </Group>
            </>
          );
        }}
      </Loaded>
      {edited && <MemberDialog key={edited.userId} member={edited} onClose={() => setEditing(null)} />}
    </Section>
  );
}

function MemberRow({ member, onEdit }: { member: Member; onEdit: () => void }) {
  const { me } = useSession();
  return (
    <SettingRow
      icon={<Avatar name={member.name} />}
      title={
        <>
          {member.name}
          {member.userId === me.userId && <span className={styles.tag}>{say.you}</span>}
          {member.role === 'admin' && <span className={styles.tag}>{settingsWords.me.admin}</span>}
        </>
      }
      detail={[member.deviceDisplay ?? settingsWords.numbers.noDevice, member.role === 'admin' ? null : permissionWords(member)]
        .filter(Boolean)
        .join(' · ')}
      end={
        <Button className={form.secondary} aria-label={say.edit(member.name)} onPress={onEdit}>
          {words.customers.edit}
        </Button>
      }
    />
  );
}
