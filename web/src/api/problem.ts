import { words } from '../words';

/** Why the API refused or could not answer; `detail` is written for people, `code` for decisions. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }

  /** Whether repeating the same request later may succeed. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export function toProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, 'offline', words.state.away);
}

/** Reads `application/problem+json`; anything else is a host's own page. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  try {
    const body = (await response.json()) as { code?: string; detail?: string; title?: string };
    return new ApiProblem(response.status, body.code ?? 'unknown', body.detail ?? body.title ?? words.state.error);
  } catch {
    return new ApiProblem(response.status, 'unknown', words.state.error);
  }
}
