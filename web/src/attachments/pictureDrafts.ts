import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { toProblem, type ApiProblem } from '../api/problem';
import { useSession } from '../session/session';
import { words } from '../words';
import { maxBytes, maxPictures, refusalOf } from './files';
import { upload } from './upload';

/** A picture in a composer. It is uploaded immediately. */
export interface DraftPicture {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  /** The address of the picture in this window. */
  readonly preview: string;
  /** How much is uploaded, from 0 to 1. */
  readonly progress: number;
  /** The id of the upload; null until it is complete. */
  readonly id: string | null;
  /** Why it cannot be sent; null if it can. */
  readonly failure: string | null;
}

const none: readonly DraftPicture[] = [];
const listeners = new Set<() => void>();
const uploads = new Map<string, AbortController>();
// Kept while other conversations are shown, but not after a reload: the browser has the files of this window only.
let drafts = new Map<string, readonly DraftPicture[]>();

function set(draft: string, change: (before: readonly DraftPicture[]) => readonly DraftPicture[]): void {
  drafts = new Map(drafts).set(draft, change(drafts.get(draft) ?? none));
  listeners.forEach((listener) => listener());
}

const reasonOf = ({ code, message }: ApiProblem): string => (code === 'noPicture' ? words.pictures.wrongType : message);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** The pictures of a message that is being written. */
export function usePictureDraft(conversation: string) {
  const session = useSession();
  const draft = `${session.me.userId}.${conversation}`;
  const pictures = useSyncExternalStore(subscribe, () => drafts.get(draft) ?? none);
  const change = useCallback(
    (key: string, next: Partial<DraftPicture>) =>
      set(draft, (before) => before.map((one) => (one.key === key ? { ...one, ...next } : one))),
    [draft],
  );
  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = crypto.randomUUID();
        const before = drafts.get(draft) ?? none;
        const failure =
          refusalOf(file) ??
          (before.length >= maxPictures
            ? words.pictures.tooMany
            : before.filter((one) => !one.failure).reduce((sum, one) => sum + one.bytes, file.size) > maxBytes
              ? words.pictures.tooLargeTogether
              : null);
        const preview = URL.createObjectURL(file);
        set(draft, () => [...before, { key, name: file.name, bytes: file.size, preview, progress: 0, id: null, failure }]);
        if (!failure) {
          const abort = new AbortController();
          uploads.set(key, abort);
          upload(session, file, (progress) => change(key, { progress }), abort.signal)
            .then(({ id }) => change(key, { id, progress: 1 }))
            .catch((error: unknown) => change(key, { failure: reasonOf(toProblem(error)) }))
            .finally(() => uploads.delete(key));
        }
      }
    },
    [draft, session, change],
  );
  const remove = useCallback(
    (key: string) => {
      uploads.get(key)?.abort();
      URL.revokeObjectURL(drafts.get(draft)?.find((one) => one.key === key)?.preview ?? '');
      set(draft, (before) => before.filter((one) => one.key !== key));
    },
    [draft],
  );
  /** Removes all, and returns the complete ones. Their previews stay, for the message that is being sent. */
  const take = useCallback(() => {
    const taken = drafts.get(draft) ?? none;
    set(draft, () => none);
    return taken.filter((one) => one.id !== null);
  }, [draft]);
  return useMemo(() => ({ pictures, add, remove, take }), [pictures, add, remove, take]);
}
