/** The configuration of the host, from /config.json. */
export interface Config {
  /** The address of the API; empty if it is that of the page. */
  readonly api: string;
  readonly signIn: 'local' | 'oidc' | 'none';
  /** For `oidc`: the OpenID Connect issuer, the page's client id, and the scope of the API's tokens. */
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
