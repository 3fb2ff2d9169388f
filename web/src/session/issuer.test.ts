import { beforeEach, expect, test, vi } from 'vitest';
import { Issuer } from './issuer';

const manager = vi.hoisted(() => ({
  getUser: vi.fn(),
  signinRedirect: vi.fn(() => Promise.resolve()),
  signoutRedirect: vi.fn(() => new Promise(() => undefined)),
  removeUser: vi.fn(() => Promise.resolve()),
}));

vi.mock('oidc-client-ts', () => ({
  ErrorResponse: Error,
  WebStorageStateStore: vi.fn(),
  UserManager: vi.fn(function () {
    return manager;
  }),
}));

const signedIn = { access_token: 'token', expires_in: 3600, profile: { sub: 'ana' } };

async function enter() {
  manager.getUser.mockResolvedValue(signedIn);
  const credentials = await new Issuer({ api: '', signIn: 'oidc', issuer: 'https://issuer.example' }).enter();
  manager.getUser.mockResolvedValue(null);
  if (!credentials) {
    throw new Error('Nobody is signed in.');
  }

  return credentials;
}

/** Whether a request for a token makes the page leave for the issuer. */
async function redirects(accessToken: () => Promise<string>) {
  void accessToken();
  await new Promise((done) => setTimeout(done));
  return manager.signinRedirect.mock.calls.length > 0;
}

beforeEach(() => {
  vi.clearAllMocks();
  vi.stubGlobal('sessionStorage', {});
  vi.stubGlobal('location', { origin: 'https://inbox.example', pathname: '/calls', search: '' });
});

test('A user whose sign-in is gone signs in again', async () => {
  const credentials = await enter();

  expect(await redirects(credentials.accessToken)).toBe(true);
});

test.each(['signOut', 'forget'] as const)('A request during %s does not sign in again', async (end) => {
  const credentials = await enter();
  void credentials[end]();

  expect(await redirects(credentials.accessToken)).toBe(false);
});
