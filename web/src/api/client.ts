import createClient, { type Client } from 'openapi-fetch';
import { words } from '../words';
import { conditional } from './conditional';
import { ApiProblem, readProblem } from './problem';
import type { paths } from './schema';

export type Api = Client<paths>;

/** The typed API client of a signed-in user. Unsuccessful responses are thrown as `ApiProblem`. */
export function createApi(baseUrl: string, accessToken: () => Promise<string>, onSignedOut: () => void): Api {
  const api = createClient<paths>({ baseUrl: baseUrl || window.location.origin });
  api.use({
    async onRequest({ request }) {
      request.headers.set('Authorization', `Bearer ${await accessToken()}`);
    },
    async onResponse({ response }) {
      if (response.status === 401) {
        onSignedOut();
      }

      if (!response.ok && response.status !== 304) {
        throw await readProblem(response);
      }
    },
  });
  api.use(conditional());
  return api;
}

/** The body of a response. */
export function bodyOf<T>(answer: { data?: T }): NonNullable<T> {
  if (answer.data === undefined || answer.data === null) {
    throw new ApiProblem(0, 'empty', words.state.empty);
  }

  return answer.data;
}
