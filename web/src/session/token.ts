import type { Credentials } from './credentials';

const key = 'zuperconnect.token';

/** Signed in by a token that nobody renews. It lives as long as the tab: a copied tab has it too, another window signs in by itself. */
export function keep(token: string): Credentials {
  sessionStorage.setItem(key, token);
  const forget = () => Promise.resolve(sessionStorage.removeItem(key));
  return { user: token, accessToken: () => Promise.resolve(token), forget, signOut: forget };
}

/** Signed in as before the page was loaded again. */
export function kept(): Credentials | null {
  const token = sessionStorage.getItem(key);
  return token ? keep(token) : null;
}
