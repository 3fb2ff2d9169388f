import { ApiProblem, toProblem } from '../api/problem';
import type { Attachment } from '../api/types';
import type { Session } from '../session/session';

/** Uploads a picture and reports the progress, which `fetch` cannot. */
export async function upload(
  { config, accessToken }: Pick<Session, 'config' | 'accessToken'>,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  const token = await accessToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${config.api}/api/attachments?name=${encodeURIComponent(nameOf(file))}`);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', file.type);
    request.responseType = 'json';
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      const body = request.response as (Attachment & { code?: string; detail?: string }) | null;
      if (request.status === 200 && body) {
        resolve(body);
      } else {
        reject(body?.detail ? new ApiProblem(request.status, body.code ?? 'unknown', body.detail) : toProblem(null));
      }
    };
    request.onerror = () => reject(toProblem(null));
    request.onabort = request.onerror;
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** The name of the file, in a form that the API accepts. */
const nameOf = ({ name }: File): string => {
  const printable = name.replace(/\p{C}/gu, '').trim();
  return printable.length > 100 ? printable.slice(-100) : printable || 'picture';
};
