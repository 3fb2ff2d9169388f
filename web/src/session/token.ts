import type { Credentials } from './credentials';

const key = 'zuperconnect.token';

/** The token lives as long as the tab: a copied tab has it too, another browser window signs in by itself. */
export const token = {
  read: (): string | null => sessionStorage.getItem(key),
  keep: (value: string): void => sessionStorage.setItem(key, value),
};

/** Signed in with a token that nobody renews. */
export function holding(value: string): Credentials {
  const forget = () => Promise.resolve(sessionStorage.removeItem(key));
  return { user: value, token: () => Promise.resolve(value), forget, signOut: forget };
}
