import { expect, test } from 'vitest';
import { countRows, reportCsv } from './importFile';

test.each([
  ['', 0],
  ['name,number\n', 0],
  ['name,number\r\nCarla Lane,+12065550199\r\n\r\nBen Ode,+12065550123', 2],
  ['BEGIN:VCARD\nFN:Carla Lane\nEND:VCARD\nbegin:vcard\nFN:Ben Ode\nEND:VCARD\n', 2],
])('the rows of %j are counted', (text, rows) => {
  expect(countRows(text)).toBe(rows);
});

test('the report names each row, and nothing in it runs in a spreadsheet', () => {
  const fault = { line: 3, reason: 'It has no name, and no number.', column: null, value: null };
  const cell = { line: 4, reason: 'Not an e-mail address.', column: 'e"mail', value: '=cmd()' };
  expect(reportCsv({ rows: [fault], cells: [cell] })).toBe(
    [
      'line,state,reason,column,value',
      '3,refused,"It has no name, and no number.",,',
      '4,changed,Not an e-mail address.,"e""mail",\'=cmd()',
      '',
    ].join('\r\n'),
  );
});
