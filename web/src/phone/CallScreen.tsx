import { Mic, Phone, PhoneOff, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { Avatar } from '../layout/Avatar';
import { duration } from '../time/time';
import { phoneWords } from '../words';
import styles from './CallScreen.module.css';
import { customerAddress, useAct, type PhoneCall } from './phones';

const say = phoneWords;
const shortest = 3;

/** A call on a customer's phone: who it is with, what is heard, and the actions. */
export function CallScreen({ call, name, customer }: { call: PhoneCall; name: string; customer: string }) {
  const act = useAct();
  const tone = call.heard.find((one) => one.sound === 'voicemailGreeting')?.at;
  const since = call.state === 'talks' ? call.talksSince : call.state === 'speaks' ? tone : null;
  const seconds = useSecondsSince(since ?? null);
  const own = customerAddress(customer);
  const hangUp = () => void act('POST', `calls/${call.callId}/hang-up`);
  const leave = () => void act('POST', `calls/${call.callId}/voicemail`, { seconds: Math.max(shortest, seconds ?? 0) });
  return (
    <div className={styles.screen} data-state={call.state} role="group" aria-label={say.call}>
      <div className={styles.who}>
        <span className={styles.ring}>
          <Avatar name={name} size={72} />
        </span>
        <p className={styles.name}>{name}</p>
        <p className={styles.state} role="status">
          {say.state[call.state]}
        </p>
        <p className={styles.clock}>{seconds !== null ? duration(seconds) : ' '}</p>
      </div>
      <ul className={styles.heard} aria-live="polite">
        {call.heard.map((one) => (
          <li key={one.at + one.sound}>{say.heard[one.sound]}</li>
        ))}
      </ul>
      <div className={styles.actions}>
        {call.state === 'rings' && (
          <>
            <CallButton label={say.decline} Icon={PhoneOff} onPress={() => void act('POST', `${own}/decline`)} />
            <CallButton label={say.answer} Icon={Phone} isGood onPress={() => void act('POST', `${own}/answer`)} />
          </>
        )}
        {call.state === 'speaks' && (
          <>
            <CallButton label={say.leaveNothing} Icon={PhoneOff} onPress={hangUp} />
            <CallButton label={say.leave} Icon={Mic} isGood onPress={leave} />
          </>
        )}
        {(call.state === 'calls' || call.state === 'waits' || call.state === 'talks') && (
          <CallButton label={say.hangUp} Icon={PhoneOff} onPress={hangUp} />
        )}
      </div>
    </div>
  );
}

interface CallButtonProps {
  label: string;
  Icon: LucideIcon;
  isGood?: boolean;
  onPress: () => void;
}

function CallButton({ label, Icon, isGood = false, onPress }: CallButtonProps) {
  return (
    <Button className={styles.action} onPress={onPress} data-good={isGood}>
      <span className={styles.icon}>
        <Icon size={22} aria-hidden="true" />
      </span>
      {label}
    </Button>
  );
}

function useSecondsSince(at: string | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!at) {
      return undefined;
    }

    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [at]);
  return at ? Math.max(0, Math.floor((now - Date.parse(at)) / 1000)) : null;
}
