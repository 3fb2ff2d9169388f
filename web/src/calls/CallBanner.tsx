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
import { useOwnDevice } from './useOwnDevice';

const say = words.calls;

/** The calls that concern the user, at the top of every section. */
export function CallBanner({ calls }: { calls: readonly LiveCall[] }) {
  const { me } = useSession();
  const { device, press } = useOwnDevice();
  const shown = calls.filter((call) => concerns(call, me.userId));
  return shown.length > 0 && (
    <section className={styles.banner} aria-label={say.now}>
      {shown.map((call) => <BannerCall key={call.id} call={call} device={device.callId === call.id ? device.state : 'idle'} press={press} />)}
    </section>
  );
}

interface BannerCallProps extends Pick<ReturnType<typeof useOwnDevice>, 'press'> {
  call: LiveCall;
  device: ReturnType<typeof useOwnDevice>['device']['state'];
}

function BannerCall({ call, device, press }: BannerCallProps) {
  const { api } = useSession();
  const [path, navigate] = useLocation();
  const id = call.conversationId;
  const { data } = useQuery({ queryKey: ['caller', id], queryFn: async () => bodyOf(await api.GET('/api/conversations/{id}', { params: { path: { id } } })) });
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

  const Icon = !rings ? PhoneCall : isInbound ? PhoneIncoming : PhoneOutgoing;
  const number = numberName(data);
  return (
    <div className={styles.call} data-rings={rings}>
      <span className={styles.icon}><Icon size={18} aria-hidden="true" /></span>
      <p className={styles.words}>
        <strong>{name}</strong>
        <span>
          {rings ? (isInbound ? say.calls(number) : device === 'rings' ? say.pickUp : say.calling(number)) : say.talking(number)}
          {!rings && call.answeredAt && <> · <RunningTime since={call.answeredAt} /></>}
        </span>
      </p>
      <span className={styles.actions}>
        {device === 'rings' && <Button className={styles.answer} onPress={() => void press('answer')}><Phone size={15} aria-hidden="true" />{say.answer}</Button>}
        {device === 'rings' && <Button className={styles.decline} onPress={() => void press('decline')}><PhoneOff size={15} aria-hidden="true" />{say.decline}</Button>}
        {device === 'connected' && <Button className={styles.decline} onPress={() => void press('hang-up')}><PhoneOff size={15} aria-hidden="true" />{say.hangUp}</Button>}
        {!path.endsWith(`/${id}`) && <Button className={styles.open} onPress={() => navigate(addressOf({ ...start, conversation: id }))}>{say.open}</Button>}
      </span>
    </div>
  );
}
