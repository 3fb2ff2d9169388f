import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import type { CallItem } from '../api/types';
import { words } from '../words';

const say = words.calls;

/** What both a timeline and the call log know of a call. */
export type Call = Pick<CallItem, 'direction' | 'status' | 'voicemail' | 'by' | 'answeredBy'>;

/** Which way it went. */
export const callTitle = ({ voicemail, direction, by }: Call): string =>
  voicemail ? say.voicemail : direction === 'inbound' ? say.inbound : by ? say.outboundBy(by.name) : say.outbound;

/** How it went, and who took it. */
export function callState({ direction, status, answeredBy }: Call): string {
  const state = status === 'missed' && direction === 'outbound' ? say.missedOut : say[status];
  return answeredBy ? `${state} ${say.by(answeredBy.name)}` : state;
}

/** Whether a customer called and nobody answered. */
export const wasMissed = ({ direction, status }: Call): boolean => status === 'missed' && direction === 'inbound';

export function CallIcon({ call }: { call: Call }) {
  const Icon = call.voicemail
    ? Voicemail
    : call.status === 'missed'
      ? PhoneMissed
      : call.direction === 'outbound'
        ? PhoneOutgoing
        : PhoneIncoming;
  return <Icon size={18} aria-hidden="true" />;
}
