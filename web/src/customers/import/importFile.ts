import type { ImportReport, RowFault } from '../../api/types';

export const largestImport = 20 * 1024 * 1024;

/** The approximate number of rows in a file: its vCards, or its lines without the header. */
export function countRows(text: string): number {
  const cards = text.match(/^BEGIN:VCARD/gim)?.length ?? 0;
  return cards || Math.max(0, (text.match(/[^\r\n]+/g)?.length ?? 0) - 1);
}

/** A CSV cell that spreadsheets do not run as a formula. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The refused rows and changed cells as a CSV file. */
export function reportCsv({ rows, cells }: Pick<ImportReport, 'rows' | 'cells'>): string {
  const line =
    (state: string) =>
    ({ line: number, reason, column, value }: RowFault) =>
      [number, state, reason, column, value].map(cell).join(',');
  return ['line,state,reason,column,value', ...rows.map(line('refused')), ...cells.map(line('changed'))].join('\r\n') + '\r\n';
}
