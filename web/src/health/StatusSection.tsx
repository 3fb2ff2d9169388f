import { CircleAlert, CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import { Loaded } from '../settings/Loaded';
import { Group, Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';
import status from './StatusSection.module.css';
import { useHealth } from './useHealth';

const say = settingsWords.health;

/** The health of the inbox, for admins. */
export default function StatusSection() {
  const health = useHealth();
  return (
    <Section title={settingsWords.settings.status} intro={say.intro}>
      <Loaded query={health}>
        {({ dependencies, failedWork, unprocessed, oldestWorkSeconds, missing }) => (
          <>
            <p className={status.summary} data-good={failedWork + unprocessed === 0}>
              <Mark good={failedWork + unprocessed === 0} />
              {failedWork + unprocessed === 0 ? say.good : say.degraded}
            </p>
            <ul className={styles.card} aria-label={settingsWords.settings.status}>
              {(['tables', 'blobs', 'telephony', 'signIn'] as const).map((name) => (
                <SettingRow
                  key={name}
                  icon={<Mark good={dependencies[name] === 'healthy'} />}
                  title={say[name]}
                  end={say[dependencies[name]]}
                />
              ))}
              <Backlog name={say.failedWork} count={failedWork} />
              <Backlog name={say.unprocessed} count={unprocessed} />
              <SettingRow
                icon={<Mark good />}
                title={say.waiting}
                end={oldestWorkSeconds > 0 ? say.seconds(oldestWorkSeconds) : say.nothing}
              />
            </ul>
            {missing.length > 0 && (
              <Group title={say.missing}>
                <ul className={styles.card}>
                  {missing.map((one) => (
                    <SettingRow key={one} icon={<Mark good={false} />} title={one} />
                  ))}
                </ul>
              </Group>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

const Backlog = ({ name, count }: { name: string; count: number }) => (
  <SettingRow
    icon={<Mark good={count === 0} />}
    title={name}
    end={
      count === 0 ? (
        say.nothing
      ) : (
        <>
          {say.atLeast(count)} <Link href="/settings/work">{say.look}</Link>
        </>
      )
    }
  />
);

const Mark = ({ good }: { good: boolean }) =>
  good ? (
    <CircleCheck size={18} className={status.good} aria-hidden="true" />
  ) : (
    <CircleAlert size={18} className={status.bad} aria-hidden="true" />
  );
