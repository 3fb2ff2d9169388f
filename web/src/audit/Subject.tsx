import { Link } from 'wouter';
import type { AuditEntry } from '../api/types';
import { addressOf, start } from '../conversations/address';
import { useCustomer } from '../customers/useCustomer';
import { displayNumber } from '../numbers/display';
import { useNumbers } from '../numbers/useNumbers';
import { useTeam } from '../team/useTeam';
import { settingsWords } from '../settingsWords';
import { kindOf } from './subjectKind';

const say = settingsWords.audit;

/** The subject of an audit entry, by name if it has one. */
export function Subject({ entry: { action, subject } }: { entry: AuditEntry }) {
  const kind = kindOf(action, subject);
  return kind === 'erased' ? (
    say.erased
  ) : kind === 'conversation' ? (
    <ConversationSubject id={subject} />
  ) : kind === 'customer' ? (
    <CustomerSubject id={subject} />
  ) : kind === 'member' ? (
    <MemberSubject userId={subject} />
  ) : kind === 'number' ? (
    <NumberSubject number={subject} />
  ) : (
    subject
  );
}

function ConversationSubject({ id }: { id: string }) {
  const [ours, customer = ''] = id.split('-');
  const names = useNames();
  return (
    <Link href={addressOf({ ...start, conversation: id })}>
      {displayNumber(/^\d+$/.test(customer) ? `+${customer}` : customer)} · {names(`+${ours}`)}
    </Link>
  );
}

function CustomerSubject({ id }: { id: string }) {
  const customer = useCustomer(id);
  return customer.data?.name ?? (customer.isError ? say.erased : say.customer);
}

function MemberSubject({ userId }: { userId: string }) {
  const team = useTeam();
  return team.data?.find((member) => member.userId === userId)?.name ?? userId;
}

const NumberSubject = ({ number }: { number: string }) => useNames()(number);

function useNames(): (number: string) => string {
  const { data } = useNumbers();
  return (number) => data?.find((one) => one.number === number)?.name ?? displayNumber(number);
}
