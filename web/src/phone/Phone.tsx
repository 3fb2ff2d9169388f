import { Phone as PhoneIcon, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { Avatar } from '../layout/Avatar';
import { IconButton } from '../layout/IconButton';
import { phoneWords } from '../words';
import { CallScreen } from './CallScreen';
import { Luck } from './Luck';
import styles from './Phone.module.css';
import { PhoneComposer } from './PhoneComposer';
import { customerAddress, useAct, type Entry, type PhoneState } from './phones';
import { PhoneThread } from './PhoneThread';
import { useSound } from './useSound';

const say = phoneWords;

interface PhoneProps {
  phone: PhoneState;
  business: readonly Entry[];
  onRemove: () => void;
}

/** A customer's phone. */
export function Phone({ phone, business, onRemove }: PhoneProps) {
  const act = useAct();
  const [number, show] = useShownNumber(phone, business);
  const own = customerAddress(phone.number);
  useEffect(() => {
    // Opening a phone means answering its calls.
    if (phone.luck.calls === 'answers') {
      void act('PUT', own, { calls: 'doesNotPickUp' });
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the phone comes into the window
  }, []);

  const nameOf = (one: string) => {
    const entry = business.find((known) => known.number === one);
    return entry?.name ?? entry?.display ?? one;
  };
  const send = async (text: string, pictures: readonly File[]) =>
    act('POST', 'sms', { from: phone.number, to: number, text, pictures: await Promise.all(pictures.map(encoded)) });
  const live = phone.calls.findLast((call) => call.state !== 'over');
  useSound(live);
  const name = phone.name ?? phone.display;
  return (
    <section className={styles.phone} aria-label={say.phone(name)}>
      <header className={styles.head}>
        <Avatar name={name} size={36} />
        <div className={styles.who}>
          <h2>{name}</h2>
          <p>{phone.name ? phone.display : say.unknown}</p>
        </div>
        <Luck phone={phone} />
        <IconButton label={say.remove} onPress={onRemove}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      {live ? (
        <CallScreen call={live} name={nameOf(live.number)} customer={phone.number} />
      ) : (
        <>
          <div className={styles.lines}>
            <ToggleButtonGroup
              aria-label={say.numbers}
              className={styles.numbers}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[number]}
              onSelectionChange={([chosen]) => show(String(chosen))}
            >
              {business.map((one) => (
                <ToggleButton key={one.number} id={one.number}>
                  {nameOf(one.number)}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
            <IconButton label={say.call} onPress={() => void act('POST', 'calls', { from: phone.number, to: number })}>
              <PhoneIcon size={17} aria-hidden="true" />
            </IconButton>
          </div>
          <PhoneThread phone={phone} number={number} name={nameOf(number)} />
          <PhoneComposer key={number} name={nameOf(number)} onSend={send} />
        </>
      )}
    </section>
  );
}

/** The number of the business whose texts are shown: the selected one, until another one sends a text. */
function useShownNumber(phone: PhoneState, business: readonly Entry[]): [string, (number: string) => void] {
  const newest = phone.texts.findLast((text) => !text.isSent) ?? phone.texts.at(-1);
  const [chosen, setChosen] = useState<{ number: string; after: string | undefined } | null>(null);
  const isCurrent = chosen !== null && chosen.after === newest?.messageId;
  const number = isCurrent ? chosen.number : (newest?.number ?? business[0]?.number ?? '');
  return [number, (next) => setChosen({ number: next, after: newest?.messageId })];
}

/** A picture as the phone's provider takes it. */
const encoded = async (file: File): Promise<{ contentType: string; content: string }> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  bytes.forEach((byte) => (binary += String.fromCharCode(byte)));
  return { contentType: file.type, content: btoa(binary) };
};
