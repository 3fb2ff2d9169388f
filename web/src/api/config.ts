/** What the host says about itself, in /config.json. */
export interface Config {
  /** Where the API is; empty: where the page came from. */
  readonly api: string;
  readonly signIn: 'local' | 'none';
}

export async function readConfig(): Promise<Config> {
  const answer = await fetch('/config.json', { cache: 'no-cache' });
  if (!answer.ok) {
    throw new Error(`/config.json answered ${answer.status}.`);
  }

  return (await answer.json()) as Config;
}
