import { Modal } from '../layout/Modal';
import { words } from '../words';
import { setPreferences, usePreferences } from './preferences';
import styles from './ShortcutsDialog.module.css';
import { Toggle } from './Toggle';

const say = words.shortcuts;
const keys: [string, string][] = [
  ['↑ ↓', say.next],
  ['j k', say.next],
  ['Enter', say.openIt],
  ['Space', say.choose],
  ['e', say.close],
  ['u', say.unread],
  ['a', say.assign],
  ['z', say.snooze],
  ['r', say.reply],
  ['c', say.comment],
  ['n', say.compose],
  ['/', say.search],
  ['Esc', say.back],
  ['?', say.help],
];

/** All keyboard shortcuts, with a switch for turning them off. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { shortcuts } = usePreferences();
  return (
    <Modal title={say.title} onClose={onClose}>
      <div className={styles.body}>
        <dl>
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p>{say.off}</p>
        <Toggle isOn={shortcuts} onChange={(on) => setPreferences({ shortcuts: on })}>
          {say.use}
        </Toggle>
      </div>
    </Modal>
  );
}
