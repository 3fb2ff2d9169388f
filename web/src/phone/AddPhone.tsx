import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import form from '../layout/Form.module.css';
import { displayNumber, typedNumber } from '../numbers/display';
import { phoneWords } from '../words';
import type { Entry } from './phones';
import styles from './PhoneWindow.module.css';

const say = phoneWords;

interface AddPhoneProps {
  customers: readonly Entry[];
  onAdd: (number: string) => void;
  onNew: () => void;
}

/** Adds a phone to the window: of a customer, of a typed number, or of somebody new. */
export function AddPhone({ customers, onAdd, onNew }: AddPhoneProps) {
  const [text, setText] = useState('');
  const [added, setAdded] = useState(0);
  const number = typedNumber(text);
  const typed = text.trim().toLowerCase();
  const found = customers.filter((one) => `${one.name ?? ''} ${one.display} ${one.number}`.toLowerCase().includes(typed));
  const isNew = number && !found.some((one) => one.number === number);
  const offered = isNew ? [...found, { number, display: displayNumber(number), name: null }] : found;
  const options = offered.map((one) => ({ ...one, id: one.number }));
  const choose = (key: unknown) => {
    if (typeof key === 'string') {
      onAdd(key);
      setText('');
      setAdded(added + 1);
    }
  };
  return (
    <div className={styles.add}>
      <ComboBox
        key={added}
        aria-label={say.add}
        className={`${form.field ?? ''} ${styles.search ?? ''}`}
        items={options}
        onChange={choose}
        inputValue={text}
        onInputChange={setText}
        menuTrigger="focus"
        allowsEmptyCollection
      >
        <Input placeholder={say.add} autoComplete="off" />
        <Popover className={form.popover}>
          <ListBox<Entry & { id: string }> renderEmptyState={() => <p className={form.none}>{say.noneFound}</p>}>
            {(one) => (
              <ListBoxItem id={one.id} textValue={one.name ?? one.display} className={form.option}>
                <span>{one.name ?? one.display}</span>
                {one.name && <small>{one.display}</small>}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      <Button className={form.secondary} onPress={onNew}>
        <UserPlus size={14} aria-hidden="true" /> {say.someoneNew}
      </Button>
    </div>
  );
}
