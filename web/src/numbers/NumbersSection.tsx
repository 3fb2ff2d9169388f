import { Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { BusinessNumber } from '../api/types';
import form from '../layout/Form.module.css';
import { lazyDialog } from '../layout/lazily';
import { Loaded } from '../settings/Loaded';
import { Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { useTeam } from '../team/useTeam';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { triggers } from './automaticTexts';
import { hoursText } from './hours';
import { useCanDiscover, useNumbers } from './useNumbers';

const AddNumberDialog = lazyDialog(() => import('./AddNumberDialog'));
const NumberDialog = lazyDialog(() => import('./NumberDialog'));
const SetUpDialog = lazyDialog(() => import('./SetUpDialog'));
const say = settingsWords.numbers;

/** The numbers of the business, for admins. */
export default function NumbersSection() {
  const numbers = useNumbers();
  const [editing, setEditing] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [settingUp, setSettingUp] = useState(false);
  const canDiscover = useCanDiscover();
  const edited = numbers.data?.find((one) => one.number === editing);
  return (
    <Section
      title={settingsWords.settings.numbers}
      intro={say.intro}
      actions={
        <>
          {canDiscover && (
            <Button className={`${form.secondary} ${form.withIcon}`} onPress={() => setSettingUp(true)}>
              <RefreshCw size={16} aria-hidden="true" />
              {say.setUp}
            </Button>
          )}
          <Button className={`${form.secondary} ${form.withIcon}`} onPress={() => setAdding(true)}>
            <Plus size={16} aria-hidden="true" />
            {say.add}
          </Button>
        </>
      }
    >
      <Loaded query={numbers}>
        {(all) => (
          <ul className={styles.card} aria-label={settingsWords.settings.numbers}>
            {all.map((number) => (
              <NumberRow key={number.number} number={number} onEdit={() => setEditing(number.number)} />
            ))}
          </ul>
        )}
      </Loaded>
      {adding && <AddNumberDialog known={numbers.data ?? []} onClose={() => setAdding(false)} />}
      {settingUp && <SetUpDialog onClose={() => setSettingUp(false)} />}
      {edited && <NumberDialog number={edited} onClose={() => setEditing(null)} />}
    </Section>
  );
}

function NumberRow({ number, onEdit }: { number: BusinessNumber; onEdit: () => void }) {
  const team = useTeam();
  const { name, display, ringGroup, ringTimeSeconds } = number;
  const [only] = ringGroup?.length === 1 ? ringGroup : [];
  const who =
    ringGroup === null
      ? say.everyone.toLowerCase()
      : ringGroup.length === 0
        ? say.nobody.toLowerCase()
        : (team.data?.find((member) => member.userId === only)?.name ?? say.people(ringGroup.length));
  const facts = [
    ringGroup?.length === 0 ? say.facts.nobody : say.facts.ring(who, ringTimeSeconds),
    number.records && say.facts.records,
    number.takesVoicemail && say.facts.voicemail,
    number.hasGreeting && say.facts.greeting,
    number.hours && hoursText(number.hours),
    triggers.some((trigger) => number.automaticTexts[trigger]) && say.facts.automatic,
  ];
  return (
    <SettingRow
      title={
        <>
          {name ?? display}
          {number.retired && <span className={styles.tag}>{say.retired}</span>}
        </>
      }
      detail={[name && display, ...facts].filter(Boolean).join(' · ')}
      end={
        <Button className={form.secondary} aria-label={say.edit(name ?? display)} onPress={onEdit}>
          {words.customers.edit}
        </Button>
      }
    />
  );
}
