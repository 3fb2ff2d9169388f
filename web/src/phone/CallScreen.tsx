import { Mic, Phone, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { Avatar } from '../layout/Avatar';
import { duration } from '../time/time';
import { words } from '../words';
import styles from './CallScreen.module.css';
import { customerAddress, useAct, type PhoneCall } from './phones';

const say = words.phones;
const shortest = 3;

/** A call on a customer's phone: who it is with, what is heard, and what can be done. */
export function CallScreen({ call, name, customer }: { call: PhoneCall; name: string; customer: string }) {
  const act = useAct();
  const tone = call.heard.find((one) => one.sound === 'voicemailGreeting')?.at;
  const since = call.state === 'talks' ? call.talksSince : call.state === 'speaks' ? tone : null;
  const seconds = useSecondsSince(since ?? null);
  const own = customerAddress(customer);
  const hangUp = () => void act('POST', `calls/${call.callId}/hang-up`);
  return (
    <div className={styles.screen} data-state={call.state} role="group" aria-label={say.call}>
      <div className={styles.who}>
        <span className={styles.ring}><Avatar name={name} size={72} /></span>
        <p className={styles.name}>{name}</p>
        <p className={styles.state} role="status">{say.state[call.state]}</p>
        <p className={styles.clock}>{seconds !== null ? duration(seconds) : ' '}</p>
      </div>
      <ul className={styles.heard} aria-live="polite">
        {call.heard.map((one) => <li key={one.at + one.sound}>{say.heard[one.sound]}</li>)}
      </ul>
      <div className={styles.actions}>
        {call.state === 'rings' && (
          <>
            <CallButton kind="end" label={say.decline} onPress={() => void act('POST', `${own}/decline`)}><PhoneOff size={22} aria-hidden="true" /></CallButton>
            <CallButton kind="answer" label={say.answer} onPress={() => void act('POST', `${own}/answer`)}><Phone size={22} aria-hidden="true" /></CallButton>
          </>
        )}
        {call.state === 'speaks' && (
          <>
            <CallButton kind="end" label={say.leaveNothing} onPress={hangUp}><PhoneOff size={22} aria-hidden="true" /></CallButton>
            <CallButton kind="answer" label={say.leave} onPress={() => void act('POST', `calls/${call.callId}/voicemail`, { seconds: Math.max(shortest, seconds ?? 0) })}>
              <Mic size={22} aria-hidden="true" />
            </CallButton>
          </>
        )}
        {(call.state === 'calls' || call.state === 'waits' || call.state === 'talks') && (
          <CallButton kind="end" label={say.hangUp} onPress={hangUp}><PhoneOff size={22} aria-hidden="true" /></CallButton>
        )}
      </div>
    </div>
  );
}

function CallButton({ kind, label, onPress, children }: { kind: 'answer' | 'end'; label: string; onPress: () => void; children: React.ReactNode }) {
  return <Button className={styles.action} onPress={onPress} data-kind={kind}><span className={styles.icon}>{children}</span>{label}</Button>;
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
