import { describe, expect, it } from 'vitest';
import type { Conversation, MarkResult } from '../api/types';
import { inRequests, markOf, outcomeOf } from './manyMarks';

const conversation = { id: '14255550100-12065550199', version: 7 } as Conversation;

describe('marking many conversations', () => {
  it('asks for a hundred at a time, and leaves none out', () => {
    const requests = inRequests(Array.from({ length: 250 }, (_, index) => index));
    expect(requests.map((one) => one.length)).toEqual([100, 100, 50]);
    expect(requests.flat()).toEqual(Array.from({ length: 250 }, (_, index) => index));
    expect(inRequests([])).toEqual([]);
  });

  it('closes and reads only what was seen', () => {
    expect(markOf(conversation, 'close')).toEqual({ id: conversation.id, status: 'closed', seenThrough: 7 });
    expect(markOf(conversation, 'read')).toEqual({ id: conversation.id, read: true, seenThrough: 7 });
    expect(markOf(conversation, 'open')).toEqual({ id: conversation.id, status: 'open' });
    expect(markOf(conversation, { assignee: 'ben' })).toEqual({ id: conversation.id, assignee: 'ben' });
    expect(markOf(conversation, { assignee: null })).toEqual({ id: conversation.id, assignee: null });
  });

  it('tells what was refused, and why', () => {
    const results: MarkResult[] = [
      { id: 'a', status: 200, conversation, problem: null, location: null },
      { id: 'b', status: 202, conversation: null, problem: null, location: '/api/commands/1' },
      {
        id: 'c',
        status: 409,
        conversation: null,
        problem: { title: 'News', status: 409, detail: 'It has news.', code: 'notSeen' },
        location: null,
      },
    ];
    expect(outcomeOf(results)).toEqual({ changed: [conversation], done: 2, refused: [{ id: 'c', reason: 'It has news.', isNews: true }] });
  });
});
