import { useMemo, useState } from 'react';
import type { Conversation } from '../api/types';
import type { InboxPlace } from './address';
import type { ManyMark } from './manyMarks';
import { useManyMarks } from './useManyMarks';

const none: ReadonlySet<string> = new Set();

/** The selected conversations of the list. Another list starts without a selection. */
export function useSelection(place: InboxPlace, conversations: readonly Conversation[]) {
  const list = [place.number, place.view, place.filter, place.search].join('/');
  const [kept, setKept] = useState({ list, ids: none });
  const { mark, progress } = useManyMarks();
  // A conversation that left the list is deselected, because it is invisible.
  const chosen = useMemo(() => {
    const there = kept.list === list ? conversations.filter(({ id }) => kept.ids.has(id)) : [];
    return { all: there, ids: there.length > 0 ? new Set(there.map(({ id }) => id)) : none };
  }, [kept, list, conversations]);
  const choose = (ids: ReadonlySet<string>) => setKept({ list, ids });
  return {
    chosen: chosen.ids,
    progress,
    choose,
    chooseAll: () => choose(new Set(conversations.map(({ id }) => id))),
    clear: () => choose(none),
    mark: (kind: ManyMark) => {
      if (!progress) {
        void mark(chosen.all, kind).then((refused) => choose(new Set(refused)));
      }
    },
  };
}
