import { words } from '../words';

/** A problem response of the API. `detail` is for people, `code` for decisions. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    /** Who caused it, such as a colleague who answered meanwhile; undefined if nobody did. */
    readonly by?: string,
  ) {
    super(detail);
  }

  /** Whether a retry may succeed. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export function toProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, 'offline', words.state.away);
}

/** Reads `application/problem+json`. Any other content is an error page of a host. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  try {
    const body = (await response.json()) as { code?: string; detail?: string; title?: string; item?: { by?: { name: string } } };
    return new ApiProblem(response.status, body.code ?? 'unknown', body.detail ?? body.title ?? words.state.error, body.item?.by?.name);
  } catch {
    return new ApiProblem(response.status, 'unknown', words.state.error);
  }
}
