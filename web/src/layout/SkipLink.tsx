import { Button } from 'react-aria-components';
import { words } from '../words';
import styles from './SkipLink.module.css';

/**
 * Moves the keyboard focus past the navigation and the list; on a narrow screen, which shows one after the other, to what it shows. Visible
 * only with the focus.
 */
export function SkipLink() {
  const skip = () => {
    const steps = [document.querySelector('main'), document.querySelector<HTMLElement>('[data-first-step]')];
    const shown = steps.find((step) => step?.checkVisibility());
    shown?.setAttribute('tabindex', '-1');
    shown?.focus();
  };
  return (
    <Button className={styles.skip} onPress={skip}>
      {words.skip}
    </Button>
  );
}
