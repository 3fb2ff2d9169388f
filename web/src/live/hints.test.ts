import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { everything, gathering, HintBatches, isNews, merged, newsOf, nothing, type Hint, type News } from './hints';

const changed = (conversationId: string, version: number): Hint => ({ type: 'conversation', conversationId, version });
const call = (callId: string, status: 'ringing' | 'missed'): Hint => ({ type: 'call', conversationId: 'a', callId, status });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('hints that come together are one batch, each conversation in its newest version', () => {
  const batches: News[] = [];
  const hints = new HintBatches((news) => batches.push(news));
  hints.add([changed('a', 1), changed('b', 7)]);
  vi.advanceTimersByTime(gathering - 1);
  hints.add([changed('a', 2), call('1', 'ringing')]);
  expect(batches).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(batches.map((news) => [...news.conversations])).toEqual([
    [
      ['a', 2],
      ['b', 7],
    ],
  ]);
  expect(batches[0]?.calls.get('1')?.status).toBe('ringing');
});

test('what comes after a batch is in the next one', () => {
  const batches: News[] = [];
  const hints = new HintBatches((news) => batches.push(news));
  hints.add([changed('a', 1)]);
  vi.advanceTimersByTime(gathering);
  hints.add([changed('a', 2)]);
  vi.advanceTimersByTime(gathering);
  expect(batches.map((news) => news.conversations.get('a'))).toEqual([1, 2]);
});

test('news that wait for their turn become one', () => {
  const news = merged(newsOf([changed('a', 1), call('1', 'ringing')]), newsOf([changed('a', 2), call('1', 'missed')]));
  expect(news.conversations.get('a')).toBe(2);
  expect(news.calls.get('1')?.status).toBe('missed');
  expect(merged(news, everything).everything).toBe(true);
});

test('presence is no news: nothing is read again for it', () => {
  expect(isNews(newsOf([{ type: 'presence', conversationId: 'a', userId: 'ben', state: 'looking' }]))).toBe(false);
  expect(isNews(nothing)).toBe(false);
  expect(isNews(newsOf([call('1', 'ringing')]))).toBe(true);
});
