import type { Permission, Role } from '../api/types';
import { settingsWords } from '../settingsWords';
import { words } from '../words';

export const permissions: readonly Permission[] = ['conversations', 'phone', 'callLogs'];

/** The permissions in words. */
export const permissionWords = ({ role, permissions: given }: { role: Role; permissions: readonly Permission[] }): string =>
  role === 'admin'
    ? settingsWords.me.everything
    : given.length === 0
      ? settingsWords.me.nothing
      : permissions
          .filter((one) => given.includes(one))
          .map((one) => words.permissions[one])
          .join(' · ');
