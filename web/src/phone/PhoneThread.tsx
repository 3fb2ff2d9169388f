import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { clockTime, dayTitle, duration, exactTime, sameDay } from '../time/time';
import { phoneWords } from '../words';
import styles from './PhoneThread.module.css';
import { pictureAddress, type PhoneCall, type PhoneState, type PhoneText } from './phones';

const say = phoneWords;

/** The texts and recent calls with one number of the business. */
export function PhoneThread({ phone, number, name }: { phone: PhoneState; number: string; name: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const texts = phone.texts.filter((text) => text.number === number);
  const calls = phone.calls.filter((call) => call.number === number && call.state === 'over');
  const items = [
    ...texts.map((text) => ({ at: text.at, id: text.messageId, text, call: null })),
    ...calls.map((call) => ({ at: call.startedAt, id: call.callId, text: null, call })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const last = items.at(-1)?.id;
  useEffect(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }, [last]);
  return (
    <div className={styles.scroller} ref={scroller} role="region" aria-label={say.thread} tabIndex={0}>
      {items.length === 0 && <p className={styles.empty}>{say.empty}</p>}
      <ul className={styles.items}>
        {items.map(({ at, id, text, call }, index) => (
          <li key={id} className={styles.item} data-sent={text?.isSent ?? false}>
            {!sameDay(items[index - 1]?.at, at) && <p className={styles.day}>{dayTitle(at)}</p>}
            {text ? <TextBubble phone={phone.number} text={text} name={name} /> : <EndedCall call={call} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function TextBubble({ phone, text, name }: { phone: string; text: PhoneText; name: string }) {
  return (
    <>
      {text.pictures.map((id) => (
        <img key={id} className={styles.picture} src={pictureAddress(phone, id)} alt={say.picture} />
      ))}
      {(text.text !== '' || text.pictures.length === 0) && (
        <p className={styles.bubble} dir="auto">
          <span className="hidden-text">{text.isSent ? say.me : name}: </span>
          {text.text}
        </p>
      )}
      <time className={styles.time} dateTime={text.at} title={exactTime(text.at)}>
        {clockTime(text.at)}
      </time>
    </>
  );
}

function EndedCall({ call }: { call: PhoneCall }) {
  const talked = call.talksSince && call.endedAt ? duration((Date.parse(call.endedAt) - Date.parse(call.talksSince)) / 1000) : null;
  const Icon = call.isOwn ? PhoneOutgoing : talked ? PhoneIncoming : PhoneMissed;
  const heardTone = call.heard.some((one) => one.sound === 'voicemailGreeting');
  const line = !call.isOwn
    ? talked
      ? say.gotCall(talked)
      : say.missed
    : talked
      ? say.called(talked)
      : heardTone
        ? say.reachedVoicemail
        : say.calledInVain;
  return (
    <p className={styles.call}>
      <Icon size={14} aria-hidden="true" /> {line} · {clockTime(call.startedAt)}
    </p>
  );
}
