import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { toProblem } from '../api/problem';
import type { Session } from '../session/session';
import { noteReachable } from './connection';
import type { Hint } from './hints';
import type { Live } from './live';

const longest = 15_000;

/**
 * Receives hints until it is stopped. Reconnects forever, immediately when the network or the page comes back. Ends if the inbox has no
 * live updates, or if the user is signed out or not allowed.
 */
export async function listen({ api, config, accessToken }: Session, live: Live, stopped: AbortSignal): Promise<void> {
  const connection = new HubConnectionBuilder()
    .withUrl(`${config.api}/api/live`, { accessTokenFactory: accessToken, withCredentials: false })
    .configureLogging(LogLevel.None)
    .build();
  let onClosed: () => void = () => undefined;
  connection.onclose(() => onClosed());
  connection.on('changed', (hints: Hint[]) => live.take(hints));
  stopped.addEventListener('abort', () => void connection.stop());
  for (let failures = 0; !stopped.aborted; failures++) {
    const closed = new Promise<void>((resolve) => (onClosed = resolve));
    try {
      await connection.start();
      failures = 0;
      noteReachable(true);
      live.setConnected(true);
      await closed;
      live.setConnected(false);
    } catch {
      if (!(await mayListen(api))) {
        return;
      }
    }

    await pause(Math.min(longest, 500 * 2 ** failures) * (0.5 + Math.random()), stopped);
  }
}

/** SignalR does not report why it could not connect. The same request through the API does, and signs out if the token has expired. */
async function mayListen(api: Session['api']): Promise<boolean> {
  try {
    await api.POST('/api/live/negotiate');
    return true;
  } catch (error) {
    const { status } = toProblem(error);
    noteReachable(status !== 0);
    return ![401, 403, 404].includes(status);
  }
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const done = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const { signal } = over;
    window.addEventListener('online', done, { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && done(), { signal });
    stopped.addEventListener('abort', done, { signal });
  });
}
