import { Link } from 'wouter';
import { Mark } from '../layout/Mark';
import { ProviderNumberRow } from '../numbers/ProviderNumberRow';
import { useCanDiscover, useProviderNumbers } from '../numbers/useNumbers';
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
            <Summary good={failedWork + unprocessed + missing.length === 0} />
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
            <NumbersToSetUp />
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

const Summary = ({ good }: { good: boolean }) => (
  <p className={status.summary} data-good={good}>
    <Mark good={good} />
    {good ? say.good : say.degraded}
  </p>
);

/** The numbers of the business that are set up in another way at the telephony provider. */
function NumbersToSetUp() {
  const atProvider = useProviderNumbers(useCanDiscover());
  const differing = atProvider.data?.filter(({ added, changes, problem }) => !added && (problem !== null || changes.length > 0)) ?? [];
  return (
    differing.length > 0 && (
      <Group title={say.numbersToSetUp}>
        <ul className={styles.card} aria-label={say.numbersToSetUp}>
          {differing.map((number) => (
            <ProviderNumberRow key={number.number} number={number} />
          ))}
        </ul>
        <p>
          <Link href="/settings/numbers">{say.setUpNumbers}</Link>
        </p>
      </Group>
    )
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
