import { createContext, use } from 'react';
import type { Api } from '../api/client';
import type { Config } from '../api/config';
import type { Me } from '../api/types';

/** Who uses the page, and through what. */
export interface Session {
  readonly api: Api;
  readonly config: Config;
  readonly me: Me;
  /** A token that counts now, for what does not go through `api`; what stays connected asks for one each time it connects. */
  readonly accessToken: () => Promise<string>;
  /** Shows what became of the user: a new phone, or what an admin changed. */
  readonly changeMe: (me: Me) => void;
  readonly signOut: () => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) {
    throw new Error('This stands outside the session.');
  }

  return session;
}

export const may = (me: Me, permission: Me['permissions'][number]): boolean => me.role === 'admin' || me.permissions.includes(permission);

export const isAdmin = (me: Me): boolean => me.role === 'admin';

/** Whether the user was let in at all. */
export const mayAnything = (me: Me): boolean => isAdmin(me) || me.permissions.length > 0;
