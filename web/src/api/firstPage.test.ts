import { expect, test } from 'vitest';
import { itemsOf, withFirst, type Page } from './firstPage';

interface Item {
  readonly id: string;
  readonly text: string;
}

const page = (ids: string, nextCursor: string | null = 'more', text = 'old'): Page<Item> => ({
  items: ids.split('').map((id) => ({ id, text })),
  nextCursor,
});
const loaded = { pages: [page('abc', 'second'), page('de')], pageParams: [null, 'second'] };

const ids = (data: typeof loaded) =>
  itemsOf(data)
    .map(({ id }) => id)
    .join('');

test('a new item comes first, and the one that it moves out of the page stays', () =>
  expect(ids(withFirst(loaded, page('xab')))).toBe('xabcde'));

test('an item that is gone goes, and the next one moves up', () => expect(ids(withFirst(loaded, page('acd')))).toBe('acde'));

test('a changed item is shown as it was read last', () => {
  const changed = withFirst(loaded, page('abd', 'more', 'new'));
  expect(itemsOf(changed).find(({ id }) => id === 'd')?.text).toBe('new');
});

test('the cursor stays that of the first page as it was loaded', () =>
  expect(withFirst(loaded, page('xab', 'other')).pages[0]?.nextCursor).toBe('second'));

test('if none of the first page is known, the others are loaded again', () =>
  expect(withFirst(loaded, page('xyz'))).toEqual({ pages: [page('xyz')], pageParams: [null] }));
