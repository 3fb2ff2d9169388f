import { useSyncExternalStore } from 'react';
import type { Api } from '../../api/client';
import { toProblem } from '../../api/problem';
import type { ImportReport, PendingCommand } from '../../api/types';
import { settingsWords } from '../../settingsWords';

/** The current import of this browser. It continues while another view is shown. */
export type ImportProgress =
  | { readonly status: 'none' }
  | { readonly status: 'sending'; readonly file: string; readonly rows: number; readonly expected: number }
  | { readonly status: 'running'; readonly file: string; readonly rows: number; readonly expected: number }
  | { readonly status: 'done'; readonly file: string; readonly report: ImportReport }
  | { readonly status: 'failed'; readonly file: string; readonly message: string };

interface Begun {
  readonly userId: string;
  readonly commandId: string;
  readonly file: string;
  readonly expected: number;
}

const key = 'zuperconnect.import';
const listeners = new Set<() => void>();
let progress: ImportProgress = { status: 'none' };

function show(next: ImportProgress): void {
  progress = next;
  listeners.forEach((listener) => listener());
}

export const useImportProgress = (): ImportProgress =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => progress,
  );

export function forgetImport(): void {
  localStorage.removeItem(key);
  show({ status: 'none' });
}

/** Imports a file, a large one in the background. Completes when it is done or has failed. */
export async function startImport(api: Api, userId: string, file: File, expected: number): Promise<ImportProgress> {
  show({ status: 'sending', file: file.name, rows: 0, expected });
  try {
    const { data, response } = await api.POST('/api/customers/import', {
      body: file as unknown as string,
      bodySerializer: (whole) => whole,
      headers: { 'Content-Type': 'text/csv' },
    });
    if (response.status === 202) {
      const begun = { userId, commandId: (data as PendingCommand).commandId, file: file.name, expected };
      localStorage.setItem(key, JSON.stringify(begun));
      await follow(api, begun);
    } else {
      show({ status: 'done', file: file.name, report: data as ImportReport });
    }
  } catch (error) {
    const problem = toProblem(error);
    show({ status: 'failed', file: file.name, message: problem.status === 0 ? settingsWords.imports.lost : problem.message });
  }

  return progress;
}

/** Continues to show an import that was started before the page was loaded; null if there is none. */
export async function resumeImport(api: Api, userId: string): Promise<ImportProgress | null> {
  const begun = JSON.parse(localStorage.getItem(key) ?? 'null') as Begun | null;
  if (progress.status !== 'none' || begun?.userId !== userId) {
    return null;
  }

  await follow(api, begun);
  return progress;
}

async function follow(api: Api, { commandId, file, expected }: Begun): Promise<void> {
  show({ status: 'running', file, rows: 0, expected });
  while (progress.status === 'running') {
    try {
      const { data, response } = await api.GET('/api/commands/{id}', { params: { path: { id: commandId } } });
      if (response.status !== 202) {
        show({ status: 'done', file, report: data as ImportReport });
        return;
      }

      show({ status: 'running', file, rows: (data as PendingCommand).rows ?? 0, expected });
    } catch (error) {
      const problem = toProblem(error);
      if (!problem.isTransient) {
        localStorage.removeItem(key);
        show({ status: 'failed', file, message: problem.message });
        return;
      }
    }

    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
