import { Smartphone, Volume2, VolumeX } from 'lucide-react';
import { IconButton } from '../layout/IconButton';
import { Message } from '../layout/Message';
import { phoneWords, words } from '../words';
import { AddPhone } from './AddPhone';
import { Phone } from './Phone';
import { useBook, usePhoneStates } from './phones';
import styles from './PhoneWindow.module.css';
import { useShownPhones } from './useShownPhones';
import { setSilent, useSilent } from './useSound';

const say = phoneWords;

/** The customers' phones, side by side. */
export function PhoneWindow() {
  const { numbers, add, remove, unused } = useShownPhones();
  const book = useBook();
  const phones = usePhoneStates(numbers);
  const silent = useSilent();
  const known = book.data?.customers ?? [];
  const addNew = () => add(unused(known.map((one) => one.number)));
  const shown = numbers.flatMap((number) => phones.data?.find((one) => one.number === number) ?? []);
  return (
    <div className={styles.window}>
      <header className={styles.header}>
        <div className={styles.title}>
          <h1>{say.title}</h1>
          <p>
            {say.hint}{' '}
            <a href="/" target="_blank">
              {say.inbox}
            </a>
          </p>
        </div>
        <AddPhone customers={known.filter((one) => !numbers.includes(one.number))} onAdd={add} onNew={addNew} />
        <IconButton label={say.sound} aria-pressed={!silent} onPress={() => setSilent(!silent)}>
          {silent ? <VolumeX size={18} aria-hidden="true" /> : <Volume2 size={18} aria-hidden="true" />}
        </IconButton>
      </header>
      <main className={styles.phones}>
        {phones.isError && <Message title={words.state.away} action={words.state.retry} onAction={() => void phones.refetch()} />}
        {!phones.isError && numbers.length === 0 && <Message icon={<Smartphone size={28} />} title={say.none} hint={say.noneHint} />}
        {!phones.isError &&
          book.data &&
          shown.map((phone) => (
            <Phone key={phone.number} phone={phone} business={book.data.numbers} onRemove={() => remove(phone.number)} />
          ))}
      </main>
    </div>
  );
}
