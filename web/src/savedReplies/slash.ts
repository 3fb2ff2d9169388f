import type { SavedReply } from '../api/types';

export interface Slash {
  /** The index of the slash. */
  readonly start: number;
  /** What is typed after it. */
  readonly word: string;
}

/**
 * The command before the caret: a slash at the beginning of the text or after white space, and up to 30 characters without a line break.
 */
export function slashBefore(text: string, caret: number): Slash | null {
  const found = /(?:^|\s)\/([^/\n]{0,30})$/.exec(text.slice(0, caret));
  return found ? { start: caret - (found[1]?.length ?? 0) - 1, word: found[1] ?? '' } : null;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The saved replies that have a word in their name that begins so; first those whose name does. */
export function matching(replies: readonly SavedReply[], word: string): SavedReply[] {
  const asked = fold(word.trim());
  const begins = ({ name }: SavedReply) => fold(name).startsWith(asked);
  return replies
    .filter((reply) => begins(reply) || ` ${fold(reply.name)}`.includes(` ${asked}`))
    .sort((one, other) => Number(begins(other)) - Number(begins(one)));
}
