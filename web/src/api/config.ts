/** What the host says about itself, in /config.json. */
export interface Config {
  /** Where the API is; empty: where the page came from. */
  readonly api: string;
  readonly signIn: 'local' | 'oidc' | 'none';
  /** With `oidc`: the OpenID Connect issuer, what the page is registered as there, and the scope of the API's tokens. */
  readonly issuer?: string;
  readonly clientId?: string;
  readonly scope?: string;
}

export async function readConfig(): Promise<Config> {
  const answer = await fetch('/config.json', { cache: 'no-cache' });
  if (!answer.ok) {
    throw new Error(`/config.json answered ${answer.status}.`);
  }

  return (await answer.json()) as Config;
}
