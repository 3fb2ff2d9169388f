import { useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/client';
import { toProblem } from '../api/problem';
import type { ConversationPage } from '../api/types';
import { without, type Pages } from '../conversations/pages';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import type { Erasable } from './erasable';
import { noteErasing } from './erasings';

/** Starts erasing and hides what is erased. A note is shown until it is done. */
export function useErasing() {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  return async (erasable: Erasable): Promise<void> => {
    const path = { id: erasable.id };
    const { commandId } = bodyOf(
      erasable.kind === 'customer'
        ? await api.DELETE('/api/customers/{id}', { params: { path } })
        : await api.DELETE('/api/conversations/{id}', { params: { path } }),
    );
    client.setQueriesData<Pages<ConversationPage>>({ queryKey: ['conversations'] }, (data) =>
      without(data, ({ id, customer }) => id === erasable.id || customer.id === erasable.id),
    );
    void client.invalidateQueries({ queryKey: ['customers'] });
    const done = untilErased(api, commandId);
    void done.then((erased) => {
      toast(erased ? { text: settingsWords.erase.done(erasable.name) } : { text: words.state.error, isFailure: true });
      void client.invalidateQueries({ queryKey: ['conversations'] });
    });
    noteErasing(erasable.name, done);
  };
}

async function untilErased(api: Api, id: string): Promise<boolean> {
  for (;;) {
    try {
      const { response } = await api.GET('/api/commands/{id}', { params: { path: { id } } });
      if (response.status === 204) {
        return true;
      }
    } catch (error) {
      if (!toProblem(error).isTransient) {
        return false;
      }
    }

    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
