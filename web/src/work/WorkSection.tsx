import { Group, Section } from '../settings/Section';
import { settingsWords } from '../settingsWords';
import { FailedWorkList } from './FailedWorkList';
import { SearchRebuild } from './SearchRebuild';
import { UnprocessedList } from './UnprocessedList';

const say = settingsWords.work;

/** Failed work and unreadable events, for admins: retry or discard. */
export default function WorkSection() {
  return (
    <Section title={settingsWords.settings.work} intro={say.intro}>
      <Group title={say.failed}>
        <FailedWorkList />
      </Group>
      <Group title={say.unread}>
        <UnprocessedList />
      </Group>
      <Group title={say.search}>
        <SearchRebuild />
      </Group>
    </Section>
  );
}
