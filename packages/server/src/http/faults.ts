import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { sendRefused } from './bind.ts';
import { fileBytesMax } from './form.ts';
import { type Refused, refused } from './refused.ts';

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;

/** Errors that mean “not now”: the database is away, another process took the book over, a system outside is silent. */
const passing = new Set(['StoreError', 'BookLost', 'OutsideSilent']);

/** An error as a refusal; anything not foreseen is a fault whose number stands in the log beside it. */
function refusedOf(error: FastifyError, request: FastifyRequest): Refused {
  switch (error.code) {
    case 'FST_REQ_FILE_TOO_LARGE':
      return refused('file_too_large', { field: 'file', value: megabytes(fileBytesMax) });
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PARTS_LIMIT':
      return refused('malformed_request', { value: { zh: '表单部分过多', en: 'too many form parts' } });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refused('body_too_large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refused('unsupported_media', { value: request.headers['content-type'] ?? 'none' });
    case 'bad_cursor':
      return refused('invalid_input', {
        field: 'query.cursor',
        value: { zh: '不是这份列表的页码', en: 'it is not a cursor of this list' },
      });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return refused('malformed_request', { value: { zh: '内容不是JSON', en: 'the body is not JSON' } });
    default:
  }
  if (passing.has(error.name)) return refused('unavailable');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return refused('malformed_request', { value: error.message });
  }
  if (error.statusCode === 503) return refused('unavailable');
  return refused('internal', { value: request.id });
}

/** Every failure leaves as a problem document in both languages; faults are logged with the request’s number. */
export function answerFaults(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusedOf(error, request);
    if (refusal.status >= 500) request.log.error({ err: error }, `${request.method} failed`);
    return sendRefused(reply, refusal);
  });
}
