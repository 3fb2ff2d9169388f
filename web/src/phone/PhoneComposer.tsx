import { SendHorizontal } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Button, TextArea, TextField } from 'react-aria-components';
import { phoneWords } from '../words';
import styles from './PhoneComposer.module.css';

const say = phoneWords;

/** The field in which the customer writes. */
export function PhoneComposer({ name, onSend }: { name: string; onSend: (text: string) => Promise<boolean> }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (written: string) => {
    if (written.trim() === '' || busy) {
      return;
    }

    setBusy(true);
    if (await onSend(written.trim())) {
      setText('');
    }

    setBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send(text);
    }
  };
  return (
    <div className={styles.composer}>
      <div className={styles.line}>
        <TextField aria-label={say.textHint(name)} value={text} onChange={setText} className={styles.field} onKeyDown={onKeyDown}>
          <TextArea placeholder={say.textHint(name)} rows={1} maxLength={1600} />
        </TextField>
        <Button className={styles.send} aria-label={say.send} isDisabled={text.trim() === '' || busy} onPress={() => void send(text)}>
          <SendHorizontal size={16} aria-hidden="true" />
        </Button>
      </div>
      <div className={styles.quick} role="group" aria-label={say.quick}>
        {[say.stop, say.start].map((word) => (
          <Button key={word} className={styles.chip} onPress={() => void send(word)}>
            {word}
          </Button>
        ))}
      </div>
    </div>
  );
}
