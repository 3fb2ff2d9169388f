import { createContext, use } from 'react';
import type { Api } from '../api/client';
import type { Config } from '../api/config';
import type { Me } from '../api/types';

/** The user of the page, with the clients. */
export interface Session {
  readonly api: Api;
  readonly config: Config;
  readonly me: Me;
  /** A valid token for what does not use `api`. Long-lived connections request one each time they connect. */
  readonly accessToken: () => Promise<string>;
  /** Updates the user: a new phone, or changed permissions. */
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

/** Whether the user has any permission. */
export const mayAnything = (me: Me): boolean => isAdmin(me) || me.permissions.length > 0;
