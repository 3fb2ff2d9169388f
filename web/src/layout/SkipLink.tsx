import { Button } from 'react-aria-components';
import { words } from '../words';
import styles from './SkipLink.module.css';

/** Takes the keyboard past the sections and the list; seen only while it has the focus. */
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
