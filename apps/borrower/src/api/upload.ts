import { type Appeal, createClient } from '@clearline/client';

/** A file added to an appeal, with its share sent so far reported to `onProgress` as it goes. */
export interface EvidenceUpload {
  readonly appealId: string;
  readonly kind: string;
  readonly file: File;
  readonly monthlyIncomeFen: number | null;
  readonly idempotencyKey: string;
  readonly onProgress: (share: number) => void;
}

/** `fetch` tells nothing about how much of a request has left; XMLHttpRequest does, so an upload goes through it. */
function reportingFetch(onProgress: (share: number) => void): typeof fetch {
  return (target, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(init?.method ?? 'GET', target instanceof Request ? target.url : target);
      request.responseType = 'blob';
      new Headers(init?.headers).forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.addEventListener('progress', (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      });
      request.addEventListener('error', () => reject(new TypeError('The upload was cut off.')));
      request.addEventListener('load', () => {
        const type = request.getResponseHeader('content-type') ?? 'application/json';
        const body = request.response instanceof Blob ? request.response : null;
        resolve(new Response(body, { status: request.status, headers: { 'content-type': type } }));
      });
      request.send(init?.body instanceof FormData ? init.body : null);
    });
}

export function uploadEvidence(upload: EvidenceUpload): Promise<Appeal> {
  const body = new FormData();
  body.set('kind', upload.kind);
  if (upload.monthlyIncomeFen !== null) body.set('monthlyIncomeFen', String(upload.monthlyIncomeFen));
  body.set('file', upload.file);
  return createClient({ baseUrl: '', fetch: reportingFetch(upload.onProgress) }).addEvidence({
    params: { id: upload.appealId },
    body,
    idempotencyKey: upload.idempotencyKey,
  });
}

/** SHA-256 of a file, worked out on this device; null where the browser offers no way (plain http). */
export async function fingerprint(file: File): Promise<string | null> {
  if (!('subtle' in crypto)) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
