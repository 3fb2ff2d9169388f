import { Activity, BellOff, Hash, ScrollText, TriangleAlert, Upload, User, Users, type LucideIcon } from 'lucide-react';
import { lazy, type ComponentType } from 'react';
import type { Me } from '../api/types';
import { isAdmin, may } from '../session/session';
import { settingsWords } from '../settingsWords';

export interface SettingsSection {
  readonly path: string;
  readonly name: string;
  readonly group: string;
  readonly Icon: LucideIcon;
  readonly Content: ComponentType;
  readonly isFor: (me: Me) => boolean;
}

const say = settingsWords.settings;
const anybody = () => true;
const writers = (me: Me) => may(me, 'conversations');

/** All sections of the settings; each is loaded when it is opened. */
export const settingsSections: readonly SettingsSection[] = [
  { path: 'me', name: say.me, group: say.you, Icon: User, isFor: anybody, Content: lazy(() => import('./MeSection')) },
  { path: 'numbers', name: say.numbers, group: say.business, Icon: Hash, isFor: isAdmin, Content: lazy(() => import('../numbers/NumbersSection')) },
  { path: 'team', name: say.team, group: say.business, Icon: Users, isFor: isAdmin, Content: lazy(() => import('../team/TeamSection')) },
  { path: 'import', name: say.import, group: say.customers, Icon: Upload, isFor: writers, Content: lazy(() => import('../customers/import/ImportSection')) },
  { path: 'opt-outs', name: say.optOuts, group: say.customers, Icon: BellOff, isFor: writers, Content: lazy(() => import('../optOuts/OptOutsSection')) },
  { path: 'audit', name: say.audit, group: say.upkeep, Icon: ScrollText, isFor: isAdmin, Content: lazy(() => import('../audit/AuditSection')) },
  { path: 'work', name: say.work, group: say.upkeep, Icon: TriangleAlert, isFor: isAdmin, Content: lazy(() => import('../work/WorkSection')) },
  { path: 'status', name: say.status, group: say.upkeep, Icon: Activity, isFor: isAdmin, Content: lazy(() => import('../health/StatusSection')) },
];
