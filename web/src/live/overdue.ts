import type { Conversation } from '../api/types';

type Read = Pick<Conversation, 'id' | 'version' | 'overdue'>;

/** Distinguishes conversations that became overdue while the page is open from those that were overdue before. */
export class Overdue {
  #seen = new Map<string, { readonly version: number; readonly overdue: boolean; readonly isReported: boolean }>();

  /**
   * Returns those of the conversations that became overdue, each once.
   * @param hinted Whether a hint reported it. Otherwise the page must have read a conversation before, when it was not overdue.
   */
  take<T extends Read>(conversations: readonly T[], hinted = false): T[] {
    return conversations.filter(({ id, version, overdue }) => {
      const before = this.#seen.get(id);
      if (before && before.version > version) {
        return false;
      }

      const isNew = overdue && (before ? !before.isReported && (hinted || !before.overdue) : hinted);
      this.#seen.set(id, { version, overdue, isReported: overdue && (isNew || before?.isReported === true) });
      return isNew;
    });
  }
}
