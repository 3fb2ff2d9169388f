import { describe, expect, it } from 'vitest';
import type { MessageItem, TimelineItem } from '../api/types';
import { isContinued } from './continued';

const message = (change: Partial<MessageItem>) =>
  ({
    type: 'message',
    direction: 'outbound',
    delivery: 'delivered',
    by: { userId: 'ana', name: 'Ana' },
    at: '2026-03-02T10:00:00Z',
    mayBeOptOut: false,
    note: null,
    ...change,
  }) as MessageItem;

describe('a run of messages', () => {
  it('goes on while one author writes within minutes', () => {
    expect(isContinued(message({}), message({ at: '2026-03-02T10:04:00Z' }))).toBe(true);
    expect(isContinued(message({}), message({ at: '2026-03-02T10:06:00Z' }))).toBe(false);
    expect(isContinued(message({}), undefined)).toBe(false);
  });

  it('ends where somebody else speaks', () => {
    expect(isContinued(message({}), message({ by: { userId: 'ben', name: 'Ben' } }))).toBe(false);
    expect(isContinued(message({}), message({ direction: 'inbound', by: null, delivery: 'received' }))).toBe(false);
    expect(isContinued(message({}), { ...message({}), type: 'comment' } as unknown as TimelineItem)).toBe(false);
  });

  it('hides no failure and no note', () => {
    expect(isContinued(message({ delivery: 'failed' }), message({ delivery: 'failed' }))).toBe(false);
    expect(isContinued(message({ delivery: 'sending' }), message({}))).toBe(false);
    expect(isContinued(message({ mayBeOptOut: true }), message({}))).toBe(false);
  });
});
