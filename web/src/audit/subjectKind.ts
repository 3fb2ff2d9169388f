import type { AuditEntry } from '../api/types';

export type SubjectKind = 'conversation' | 'customer' | 'member' | 'number' | 'all' | 'erased' | 'other';

const ofCustomers: readonly AuditEntry['action'][] = ['customerCreated', 'customerChanged', 'customerDeleted', 'customersMerged'];

/** The kind of id that an audit entry's subject is. */
export function kindOf(action: AuditEntry['action'], subject: string): SubjectKind {
  return subject === 'erased'
    ? 'erased'
    : ofCustomers.includes(action)
      ? 'customer'
      : action === 'memberChanged' || action === 'memberRemoved'
        ? 'member'
        : subject === 'opt-outs' || subject === 'customers'
          ? 'all'
          : subject.startsWith('+')
            ? 'number'
            : /^\d+-[^.]+$/.test(subject)
              ? 'conversation'
              : 'other';
}
