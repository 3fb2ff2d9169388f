import { describe, expect, it } from 'vitest';
import type { TimelineItem } from '../api/types';
import { firstUnread } from './firstUnread';

const message = (id: string, direction: 'inbound' | 'outbound') => ({ id, type: 'message', direction }) as TimelineItem;
const call = (id: string, status: string, voicemail = false) =>
  ({ id, type: 'call', direction: 'inbound', status, voicemail }) as TimelineItem;

describe('the first unread item', () => {
  const items = [message('a', 'inbound'), message('b', 'outbound'), call('c', 'missed'), call('d', 'completed'), message('e', 'inbound')];

  it('is the oldest of as many as are unread, without what the team did', () => {
    expect(firstUnread(items, 1)).toBe('e');
    expect(firstUnread(items, 2)).toBe('c');
    expect(firstUnread(items, 3)).toBe('a');
  });

  it('is the oldest that is loaded where more are unread', () => expect(firstUnread(items, 9)).toBe('a'));

  it('is none where nothing is unread, or nothing is there', () => {
    expect(firstUnread(items, 0)).toBeNull();
    expect(firstUnread([], 2)).toBeNull();
  });

  it('can be a voicemail', () => expect(firstUnread([message('a', 'inbound'), call('b', 'completed', true)], 1)).toBe('b'));
});
