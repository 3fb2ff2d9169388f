import type { DiscoveredNumber } from '../api/types';
import { Mark } from '../layout/Mark';
import { SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';

const say = settingsWords.numbers;

interface ProviderNumberRowProps {
  number: DiscoveredNumber;
  /** Whether its changes have been made. */
  isChanged?: boolean;
}

/** A number of the account at the telephony provider, and how it is set up there. */
export function ProviderNumberRow({ number: { display, added, changes, problem }, isChanged = false }: ProviderNumberRowProps) {
  const isGood = !problem && (isChanged || changes.length === 0);
  return (
    <SettingRow
      icon={<Mark good={isGood} />}
      title={
        <>
          {display}
          {added && <span className={styles.tag}>{isChanged ? say.isAdded : say.isNew}</span>}
        </>
      }
      detail={
        problem ??
        (changes.length === 0 ? (
          say.isSetUp
        ) : (
          <>
            {isChanged ? say.changed : say.differs}
            <ul>
              {changes.map(({ setting, before, after }) => (
                <li key={setting}>{say.change(setting, before, after)}</li>
              ))}
            </ul>
          </>
        ))
      }
    />
  );
}
