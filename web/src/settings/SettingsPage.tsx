import { Label, Radio, RadioGroup } from 'react-aria-components';
import { words } from '../words';
import { setPreferences, usePreferences, type Preferences } from './preferences';
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
        <RadioGroup value={theme} onChange={(value) => setPreferences({ theme: value as Preferences['theme'] })} orientation="horizontal" className={styles.themes!}>
          <Label>{words.theme.label}</Label>
          <div>{themes.map((one) => <Radio key={one} value={one}>{words.theme[one]}</Radio>)}</div>
        </RadioGroup>
        <Toggle isOn={compact} onChange={(on) => setPreferences({ compact: on })}>{words.settings.density}</Toggle>
        <Toggle isOn={enterSends} onChange={(on) => setPreferences({ enterSends: on })}>{words.settings.enterSends}</Toggle>
        <Toggle isOn={shortcuts} onChange={(on) => setPreferences({ shortcuts: on })}>{words.shortcuts.use}</Toggle>
      </section>
      <p className={styles.soon}>{words.settings.soon}</p>
    </main>
  );
}
