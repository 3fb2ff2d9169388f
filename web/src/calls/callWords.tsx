import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import type { CallItem } from '../api/types';
import { words } from '../words';

const say = words.calls;

/** What both a timeline and the call log know of a call. */
export type Call = Pick<CallItem, 'direction' | 'status' | 'voicemail' | 'by' | 'answeredBy'>;

/** Which way it went. */
export const callTitle = ({ voicemail, direction }: Call): string => (voicemail ? say.voicemail : direction === 'outbound' ? say.outbound : say.inbound);

/** How it went, and with whom. */
export function callState({ direction, status, by, answeredBy }: Call): string {
  const who = answeredBy ?? by;
  const state = status === 'missed' && direction === 'outbound' ? say.missedOut : say[status];
  return who ? `${state} ${say.by(who.name)}` : state;
}

/** Whether a customer called and nobody answered. */
export const wasMissed = ({ direction, status }: Call): boolean => status === 'missed' && direction === 'inbound';

export function CallIcon({ call }: { call: Call }) {
  const Icon = call.voicemail ? Voicemail : call.status === 'missed' ? PhoneMissed : call.direction === 'outbound' ? PhoneOutgoing : PhoneIncoming;
  return <Icon size={18} aria-hidden="true" />;
}
