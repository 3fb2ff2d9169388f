import {
  Activity,
  BellOff,
  Hash,
  MessageSquareQuote,
  ScrollText,
  TriangleAlert,
  Upload,
  User,
  Users,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import type { ComponentType } from 'react';
import type { Me, Permission } from '../api/types';
import { lazily } from '../layout/lazily';
import { isAdmin, may } from '../session/session';
import { settingsWords } from '../settingsWords';

export interface SettingsSection {
  readonly path: string;
  readonly name: string;
  readonly group: string;
  readonly Icon: LucideIcon;
  readonly Content: ComponentType;
  /** The required permission; null for everybody. */
  readonly needs: Permission | 'admin' | null;
}

const say = settingsWords.settings;

export const isFor = (me: Me, { needs }: SettingsSection): boolean => needs === null || (needs === 'admin' ? isAdmin(me) : may(me, needs));

/** The sections of the settings, each loaded when it is opened. */
export const settingsSections: readonly SettingsSection[] = [
  { path: 'me', name: say.me, group: say.you, Icon: User, needs: null, Content: lazily(() => import('./MeSection')) },
  {
    path: 'numbers',
    name: say.numbers,
    group: say.business,
    Icon: Hash,
    needs: 'admin',
    Content: lazily(() => import('../numbers/NumbersSection')),
  },
  { path: 'team', name: say.team, group: say.business, Icon: Users, needs: 'admin', Content: lazily(() => import('../team/TeamSection')) },
  {
    path: 'saved-replies',
    name: say.savedReplies,
    group: say.business,
    Icon: MessageSquareQuote,
    needs: 'conversations',
    Content: lazily(() => import('../savedReplies/SavedRepliesSection')),
  },
  {
    path: 'webhooks',
    name: say.webhooks,
    group: say.business,
    Icon: Webhook,
    needs: 'admin',
    Content: lazily(() => import('../webhooks/WebhooksSection')),
  },
  {
    path: 'import',
    name: say.import,
    group: say.customers,
    Icon: Upload,
    needs: 'conversations',
    Content: lazily(() => import('../customers/import/ImportSection')),
  },
  {
    path: 'opt-outs',
    name: say.optOuts,
    group: say.customers,
    Icon: BellOff,
    needs: 'conversations',
    Content: lazily(() => import('../optOuts/OptOutsSection')),
  },
  {
    path: 'audit',
    name: say.audit,
    group: say.upkeep,
    Icon: ScrollText,
    needs: 'admin',
    Content: lazily(() => import('../audit/AuditSection')),
  },
  {
    path: 'work',
    name: say.work,
    group: say.upkeep,
    Icon: TriangleAlert,
    needs: 'admin',
    Content: lazily(() => import('../work/WorkSection')),
  },
  {
    path: 'status',
    name: say.status,
    group: say.upkeep,
    Icon: Activity,
    needs: 'admin',
    Content: lazily(() => import('../health/StatusSection')),
  },
];
