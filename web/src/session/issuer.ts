import { ErrorResponse, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { Config } from '../api/config';
import type { Credentials } from './credentials';

/** The redirect address after signing in and out, registered at the issuer. */
const callback = '/signed-in';

/** In seconds: a token that expires sooner is renewed before it is used. */
const reserve = 30;

/** Sign-in with an OpenID Connect issuer: authorization code with PKCE. Tokens live as long as the tab. */
export class Issuer {
  private readonly manager: UserManager;
  private renewal: Promise<User> | undefined;
  /** Set when the user signs out. A request that still needs a token must not sign in again meanwhile. */
  private hasEnded = false;

  constructor({ issuer = '', clientId = '', scope = '' }: Config) {
    const store = new WebStorageStateStore({ store: sessionStorage });
    this.manager = new UserManager({
      authority: issuer,
      client_id: clientId,
      scope: `openid profile offline_access ${scope}`,
      redirect_uri: location.origin + callback,
      post_logout_redirect_uri: location.origin + callback,
      userStore: store,
      stateStore: store,
      monitorSession: false,
      loadUserInfo: false,
      automaticSilentRenew: false,
    });
  }

  /**
   * Redirects a user who is not signed in to the issuer.
   * @returns The credentials of a user who is signed in or comes back from the issuer; null after signing out.
   */
  async enter(): Promise<Credentials | null> {
    const query = new URLSearchParams(location.search);
    if (location.pathname !== callback) {
      const user = await this.manager.getUser();
      return this.of(user && (user.refresh_token ?? !user.expired) ? user : await this.redirect());
    }

    if (!query.has('code') && !query.has('error')) {
      return null;
    }

    try {
      const user = await this.manager.signinRedirectCallback();
      show(user.state);
      return this.of(user);
    } catch (error) {
      show(error instanceof ErrorResponse ? error.state : undefined);
      throw error;
    }
  }

  private of(user: User): Credentials {
    return {
      user: user.profile.sub,
      accessToken: async () => (await this.current()).access_token,
      forget: () => {
        this.hasEnded = true;
        return this.manager.removeUser();
      },
      signOut: async () => {
        this.hasEnded = true;
        try {
          await this.manager.signoutRedirect();
        } catch {
          // The issuer has no end session address, or is unavailable: signs out only here.
          await this.manager.removeUser();
        }
      },
    };
  }

  private async current(): Promise<User> {
    const user = await this.manager.getUser();
    if (user && (user.expires_in ?? Infinity) > reserve) {
      return user;
    }

    this.renewal ??= this.renew(user).finally(() => {
      this.renewal = undefined;
    });
    return this.renewal;
  }

  /** Renews with the refresh token, or redirects if the issuer does not accept it any more. Drafts stay in the browser. */
  private async renew(user: User | null): Promise<User> {
    try {
      return (user?.refresh_token ? await this.manager.signinSilent() : null) ?? (await this.redirect());
    } catch (error) {
      if (error instanceof ErrorResponse) {
        return this.redirect();
      }

      throw error;
    }
  }

  /** Leaves the page, to come back to the same address. */
  private async redirect(): Promise<never> {
    if (!this.hasEnded) {
      await this.manager.signinRedirect({ state: location.pathname + location.search, redirectMethod: 'replace' });
    }

    return new Promise(() => undefined);
  }
}

/** Restores the user's address, and removes the issuer's response from the history. */
const show = (address: unknown): void => history.replaceState(null, '', typeof address === 'string' ? address : '/');

/** The issuer's reason for refusing; null if it could not be asked. */
export const refusal = (error: unknown): string | null => (error instanceof ErrorResponse ? error.message : null);
