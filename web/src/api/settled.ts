import type { Api } from './client';
import { words } from '../words';
import { ApiProblem } from './problem';
import type { ChangedConversation } from './types';

interface Pending {
  readonly commandId: string;
}

const isPending = (data: object): data is Pending => 'commandId' in data;

/** Waits for the effect of a change: a 202 is polled until it is done. */
export async function settled(api: Api, answer: { data?: ChangedConversation | Pending }): Promise<ChangedConversation> {
  let data: unknown = answer.data;
  for (let tries = 0; typeof data === 'object' && data !== null && isPending(data); tries++) {
    if (tries > 30) {
      throw new ApiProblem(503, 'pending', words.state.slow);
    }

    await new Promise((resolve) => setTimeout(resolve, 1000));
    data = (await api.GET('/api/commands/{id}', { params: { path: { id: data.commandId } } })).data;
  }

  return data as ChangedConversation;
}
