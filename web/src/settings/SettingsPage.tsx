import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { NotificationSettings } from '../live/NotificationSettings';
import { words } from '../words';
import { setPreferences, usePreferences } from './preferences';
import styles from './SettingsPage.module.css';
import { Toggle } from './Toggle';

const themes = ['system', 'light', 'dark'] as const;

/** The choices of whoever uses this browser. */
export default function SettingsPage() {
  const { theme, compact, enterSends, shortcuts } = usePreferences();
  return (
    <main className={styles.page}>
      <h1>{words.settings.title}</h1>
      <section className={styles.card}>
        <h2>{words.settings.appearance}</h2>
        <ToggleButtonGroup aria-label={words.theme.label} selectionMode="single" disallowEmptySelection selectedKeys={[theme]} className={styles.themes}
          onSelectionChange={([chosen]) => setPreferences({ theme: themes.find((one) => one === chosen) ?? 'system' })}>
          {themes.map((one) => <ToggleButton key={one} id={one}>{words.theme[one]}</ToggleButton>)}
        </ToggleButtonGroup>
        <Toggle isOn={compact} onChange={(on) => setPreferences({ compact: on })}>{words.settings.density}</Toggle>
        <Toggle isOn={enterSends} onChange={(on) => setPreferences({ enterSends: on })}>{words.settings.enterSends}</Toggle>
        <Toggle isOn={shortcuts} onChange={(on) => setPreferences({ shortcuts: on })}>{words.shortcuts.use}</Toggle>
        <NotificationSettings />
      </section>
    </main>
  );
}
