import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { words } from '../words';
import styles from './SearchBox.module.css';

const pause = 200;

/** Moves the focus to the search field of the section. */
export const focusSearch = () => document.querySelector<HTMLElement>('[data-search]')?.focus();

const currentSection = () => window.location.pathname.split('/')[1];

interface SearchBoxProps {
  label: string;
  search: string;
  onSearch: (search: string) => void;
  autoFocus?: boolean;
}

/** A search field that follows the address, and reports the text after a short delay. */
export function SearchBox({ label, search, onSearch, autoFocus = false }: SearchBoxProps) {
  const [text, setText] = useState(search);
  const [shown, setShown] = useState(search);
  if (shown !== search) {
    // The address changed: back, or a link.
    setShown(search);
    setText(search);
  }

  const typed = text.trim();
  const tell = useEffectEvent((next: string) => {
    setShown(next);
    onSearch(next);
  });
  useEffect(() => {
    if (typed === search) {
      return undefined;
    }

    const section = currentSection();
    const timer = setTimeout(() => {
      // Another section may already be loading while this one is still shown.
      if (currentSection() === section) {
        tell(typed);
      }
    }, pause);
    return () => clearTimeout(timer);
  }, [typed, search]);
  return (
    <SearchField aria-label={label} value={text} onChange={setText} autoFocus={autoFocus} className={styles.search}>
      <Search size={16} aria-hidden="true" />
      <Input placeholder={label} maxLength={100} data-search />
      {text && (
        <Button aria-label={words.inbox.clear} className={styles.clear}>
          <X size={14} aria-hidden="true" />
        </Button>
      )}
    </SearchField>
  );
}
