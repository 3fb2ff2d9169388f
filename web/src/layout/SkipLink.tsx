import { Button } from 'react-aria-components';
import { words } from '../words';
import styles from './SkipLink.module.css';

/** Moves the keyboard focus past the navigation and the list. Visible only with the focus. */
export function SkipLink() {
  const skip = () => {
    const main = document.querySelector('main');
    main?.setAttribute('tabindex', '-1');
    main?.focus();
  };
  return (
    <Button className={styles.skip} onPress={skip}>
      {words.skip}
    </Button>
  );
}
