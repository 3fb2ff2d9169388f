import type { Attachment } from '../api/types';
import { words } from '../words';

const say = words.pictures;

/** The types that can be sent, as the API accepts them. */
export const sendable = ['image/jpeg', 'image/png', 'image/gif'];

/** The most bytes of one picture, and of all pictures of a message. */
export const maxBytes = 5 * 1024 * 1024;

/** The most pictures of a message. */
export const maxPictures = 10;

const displayed = new Set([...sendable, 'image/webp']);

/** Whether the browser shows it as a picture. The API serves everything else as a download. */
export const isPicture = (attachment: Pick<Attachment, 'contentType'>): boolean => displayed.has(attachment.contentType);

/** Why a file cannot be sent; null if it can. */
export const refusalOf = (file: Pick<File, 'type' | 'size'>): string | null =>
  !sendable.includes(file.type) ? say.wrongType : file.size > maxBytes ? say.tooLarge : file.size === 0 ? say.empty : null;

/** A length in words: "812 KB". */
export const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
