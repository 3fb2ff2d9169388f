import { useQuery } from '@tanstack/react-query';
import { Phone, PhoneCall, PhoneIncoming, PhoneOff, PhoneOutgoing } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import { bodyOf } from '../api/client';
import { addressOf, start } from '../conversations/address';
import { customerName, numberName } from '../conversations/names';
import { announce } from '../live/announce';
import { useSession } from '../session/session';
import { words } from '../words';
import styles from './CallBanner.module.css';
import { concerns, type LiveCall } from './liveCalls';
import { RunningTime } from './RunningTime';
import { useOwnDevice, type Device, type PhoneKey } from './useOwnDevice';

const say = words.calls;

/** The user's calls, shown at the top of every section. */
export function CallBanner({ calls }: { calls: readonly LiveCall[] }) {
  const { me } = useSession();
  const { device, press } = useOwnDevice();
  const shown = calls.filter((call) => concerns(call, me.userId));
  const phoneIn = (call: LiveCall) => (device.callId === call.id ? device.state : 'idle');
  return (
    shown.length > 0 && (
      <section className={styles.banner} aria-label={say.now}>
        {shown.map((call) => (
          <BannerCall key={call.id} call={call} phone={phoneIn(call)} press={press} />
        ))}
      </section>
    )
  );
}

interface BannerCallProps {
  call: LiveCall;
  /** The state of the user's phone in the call. */
  phone: Device['state'];
  press: (key: PhoneKey) => Promise<void>;
}

function BannerCall({ call, phone, press }: BannerCallProps) {
  const { api } = useSession();
  const [path, navigate] = useLocation();
  const id = call.conversationId;
  const read = async () => bodyOf(await api.GET('/api/conversations/{id}', { params: { path: { id } } }));
  const { data } = useQuery({ queryKey: ['caller', id], queryFn: read });
  const name = data ? customerName(data) : '';
  const isInbound = call.direction === 'inbound';
  const rings = call.status === 'ringing';
  useEffect(() => {
    if (name && isInbound && rings) {
      announce(say.from(name));
    }
    // Once for each call.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [call.id, name]);
  if (!data) {
    return null;
  }

  const number = numberName(data);
  const Icon = !rings ? PhoneCall : isInbound ? PhoneIncoming : PhoneOutgoing;
  const state = !rings ? say.talking(number) : isInbound ? say.calls(number) : phone === 'rings' ? say.pickUp : say.calling(number);
  const button = (key: PhoneKey, className: string | undefined, label: string, KeyIcon = PhoneOff) => (
    <Button className={className} onPress={() => void press(key)}>
      <KeyIcon size={15} aria-hidden="true" />
      {label}
    </Button>
  );
  return (
    <div className={styles.call} data-rings={rings}>
      <span className={styles.icon}>
        <Icon size={18} aria-hidden="true" />
      </span>
      <p className={styles.words}>
        <strong>{name}</strong>
        <span>
          {state}
          {!rings && call.answeredAt && (
            <>
              {' '}
              · <RunningTime since={call.answeredAt} />
            </>
          )}
        </span>
      </p>
      <span className={styles.actions}>
        {phone === 'rings' && button('answer', styles.answer, say.answer, Phone)}
        {phone === 'rings' && button('decline', styles.decline, say.decline)}
        {phone === 'connected' && button('hang-up', styles.decline, say.hangUp)}
        {!path.endsWith(`/${id}`) && (
          <Button className={styles.open} onPress={() => navigate(addressOf({ ...start, conversation: id }))}>
            {say.open}
          </Button>
        )}
      </span>
    </div>
  );
}
