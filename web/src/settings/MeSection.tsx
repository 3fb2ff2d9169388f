import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import { Avatar } from '../layout/Avatar';
import form from '../layout/Form.module.css';
import { useToast } from '../layout/toasts';
import { useMedia } from '../layout/useMedia';
import { NotificationSettings } from '../live/NotificationSettings';
import { may, useSession } from '../session/session';
import { permissionWords } from '../team/permissions';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { OwnDevice } from './OwnDevice';
import { setPreferences, usePreferences } from './preferences';
import { Group, Section, SettingRow } from './Section';
import styles from './Section.module.css';
import theme from './Theme.module.css';
import { Toggle } from './Toggle';

const say = settingsWords.me;
const themes = ['system', 'light', 'dark'] as const;

/** The user, and the settings of this browser. */
export default function MeSection() {
  const { api, me, changeMe, signOut } = useSession();
  const toast = useToast();
  // The navigation has no space for it there.
  const isNarrow = useMedia('(width < 700px)');
  const setAway = async (away: boolean) => {
    try {
      changeMe(bodyOf(await api.PUT('/api/me', { body: { away } })));
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
    }
  };
  const { theme: chosen, compact, enterSends, shortcuts } = usePreferences();
  return (
    <Section title={settingsWords.settings.me} intro={say.intro}>
      <Group title={say.profile}>
        <ul className={styles.card}>
          <SettingRow
            icon={<Avatar name={me.name} />}
            title={me.name}
            detail={say.nameHint}
            end={
              <>
                <span className={styles.tag}>{say[me.role]}</span>
                {isNarrow && (
                  <Button className={form.secondary} onPress={signOut}>
                    {words.nav.signOut}
                  </Button>
                )}
              </>
            }
          />
          <SettingRow title={say.may} end={permissionWords(me)} />
          <ToggleRow isOn={me.away} onChange={(away) => void setAway(away)} name={say.away} hint={say.awayHint} />
        </ul>
      </Group>
      <Group title={say.calls}>
        <div className={styles.card}>{may(me, 'phone') ? <OwnDevice /> : <p className={styles.none}>{say.noPhone}</p>}</div>
      </Group>
      <Group title={settingsWords.settings.appearance}>
        <ul className={styles.card}>
          <SettingRow
            title={words.theme.label}
            end={
              <ToggleButtonGroup
                aria-label={words.theme.label}
                selectionMode="single"
                disallowEmptySelection
                selectedKeys={[chosen]}
                className={theme.themes}
                onSelectionChange={([next]) => setPreferences({ theme: themes.find((one) => one === next) ?? 'system' })}
              >
                {themes.map((one) => (
                  <ToggleButton key={one} id={one}>
                    {words.theme[one]}
                  </ToggleButton>
                ))}
              </ToggleButtonGroup>
            }
          />
          <ToggleRow
            isOn={compact}
            onChange={(on) => setPreferences({ compact: on })}
            name={settingsWords.settings.density}
            hint={settingsWords.settings.densityHint}
          />
        </ul>
      </Group>
      <Group title={settingsWords.settings.writing}>
        <ul className={styles.card}>
          <ToggleRow
            isOn={enterSends}
            onChange={(on) => setPreferences({ enterSends: on })}
            name={settingsWords.settings.enterSends}
            hint={settingsWords.settings.enterSendsHint}
          />
          <ToggleRow
            isOn={shortcuts}
            onChange={(on) => setPreferences({ shortcuts: on })}
            name={words.shortcuts.use}
            hint={settingsWords.settings.shortcutsHint}
          />
        </ul>
      </Group>
      <Group title={words.live.notifications}>
        <ul className={styles.card}>
          <NotificationSettings />
        </ul>
      </Group>
    </Section>
  );
}

const ToggleRow = ({ name, hint, ...toggle }: { isOn: boolean; onChange: (on: boolean) => void; name: string; hint: string }) => (
  <li className={styles.row}>
    <div className={styles.words}>
      <Toggle {...toggle} hint={hint}>
        {name}
      </Toggle>
    </div>
  </li>
);
