import { useState } from 'react';
import { setPreferences, usePreferences } from '../settings/preferences';
import styles from '../settings/Section.module.css';
import { Toggle } from '../settings/Toggle';
import { words } from '../words';

const say = words.live;

/** The settings of desktop notifications. */
export function NotificationSettings() {
  const { notifications, notificationText } = usePreferences();
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  const change = async (on: boolean) => {
    // Browsers only ask the user after a click.
    const allowed = on ? await Notification.requestPermission() : permission;
    setPermission(allowed);
    setPreferences({ notifications: on && allowed === 'granted' });
  };
  const isOn = notifications && permission === 'granted';
  return (
    <>
      <li className={styles.row}>
        <div className={styles.words}>
          <Toggle
            isOn={isOn}
            isDisabled={permission === 'denied'}
            hint={permission === 'denied' ? say.blocked : say.notifyHint}
            onChange={(on) => void change(on)}
          >
            {say.notify}
          </Toggle>
        </div>
      </li>
      <li className={styles.row}>
        <div className={styles.words}>
          <Toggle isOn={isOn && notificationText} isDisabled={!isOn} onChange={(on) => setPreferences({ notificationText: on })}>
            {say.notifyText}
          </Toggle>
        </div>
      </li>
    </>
  );
}
