import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Permission } from '../api/types';
import { Message } from '../layout/Message';
import { words } from '../words';
import styles from './Allowed.module.css';
import { may, useSession } from './session';

/** A section for users with a permission. Others see a message. */
export function Allowed({ permission, children }: { permission: Permission; children: ReactNode }) {
  const { me } = useSession();
  return may(me, permission) ? (
    children
  ) : (
    <main className={styles.page}>
      <Message icon={<Lock size={32} />} title={words.state.forbidden} hint={words.state.forbiddenFor(words.permissions[permission])} />
    </main>
  );
}
