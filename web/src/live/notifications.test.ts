import { expect, test } from 'vitest';
import type { Conversation } from '../api/types';
import { announcementOf, isOnScreen, noteOf } from './notifications';

const from = (type: string, text: string | null = null) =>
  ({
    id: 'a',
    numberDisplay: '(425) 555-0100',
    numberName: 'Dispatch',
    lastAction: { type, text },
    customer: { name: 'Carla Lane', display: '(206) 555-0199' },
  }) as unknown as Conversation;

test('the customer’s words are shown only if the user chose so', () => {
  const conversation = from('messageReceived', 'My card is 1234');
  expect(noteOf(conversation, false)).toEqual({ title: 'New message from Carla Lane', body: 'To Dispatch' });
  expect(noteOf(conversation, true)).toEqual({ title: 'New message from Carla Lane', body: 'My card is 1234' });
});

test('calls have no text', () => {
  expect(noteOf(from('callMissed'), true)).toEqual({ title: 'Missed call from Carla Lane', body: 'To Dispatch' });
  expect(noteOf(from('voicemailReceived'), true).title).toBe('New voicemail from Carla Lane');
});

test('what is on the screen of a focused window needs no notification', () => {
  expect(isOnScreen('a', 'a', true)).toBe(true);
  expect(isOnScreen('a', 'a', false)).toBe(false);
  expect(isOnScreen('a', 'b', true)).toBe(false);
  expect(isOnScreen('a', null, true)).toBe(false);
});

test('a batch is announced in one sentence', () => {
  expect(announcementOf([])).toBeNull();
  expect(announcementOf([from('messageReceived', 'Hello')])).toBe('New message from Carla Lane');
  expect(announcementOf([from('messageReceived'), from('callMissed')])).toBe('News in 2 conversations');
});
