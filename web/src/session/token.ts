import type { Credentials } from './credentials';

const key = 'zuperconnect.token';

/** Credentials from a token that is not renewed. It lives as long as the tab: a duplicated tab has it, another window does not. */
export function keep(token: string): Credentials {
  sessionStorage.setItem(key, token);
  const forget = () => Promise.resolve(sessionStorage.removeItem(key));
  return { user: token, accessToken: () => Promise.resolve(token), forget, signOut: forget };
}

/** The credentials from before a reload. */
export function kept(): Credentials | null {
  const token = sessionStorage.getItem(key);
  return token ? keep(token) : null;
}
