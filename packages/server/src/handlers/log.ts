import { type BorrowerFile, type Notice, toJson } from '@clearline/line';
import { verifierPage } from '@clearline/receipts';
import { LENDER_LOG, type LogReader } from '@clearline/store';
import type { FileReply, SomeHandlers } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import { tileAt, type TilePath } from '../http/tile-path.ts';
import { publishedKeys } from '../log-keys.ts';
import type { Services } from '../services.ts';
import { fileHolding } from './work.ts';

type Ids =
  | 'getNoticeDocument'
  | 'getNoticeReceipt'
  | 'listMyLeaves'
  | 'logKeys'
  | 'logCheckpoint'
  | 'logTile'
  | 'logWitnessed'
  | 'getVerifierPage'
  | 'getDecisionLogEntry';

const text = (fileName: string, mediaType: string, content: string): Answer<FileReply> =>
  answer({ fileName, mediaType, disposition: 'attachment', bytes: Buffer.from(content, 'utf8') });

/** The notice as issued: what the log commits to, without what happened to it since. */
function issued(file: BorrowerFile, id: string): Notice | null {
  const held = file.notices[id];
  if (held === undefined) return null;
  const { readAt: _readAt, ...notice } = held;
  return notice;
}

const nameOf = (notice: Notice, ending: string): string =>
  `${notice.issuedAt.slice(0, 10)}-${notice.id.slice(-8)}${ending}`;

const readTile = (reader: LogReader, { level, index, width }: TilePath): Promise<Uint8Array | null> =>
  level === 'entries' ? reader.entries(index, width) : reader.tile(level, index, width);

/** What the log shows: to the public its leaves and checkpoints, to a borrower the proof of each notice (G12). */
export function logHandlers(services: Services): SomeHandlers<Ids> {
  const { book, bookId, bookLog, lender, lenderLog } = services;
  const ours = (id: string): boolean => id === bookId;
  const published = () => publishedKeys(bookLog, lenderLog, services.witnesses);

  return {
    async getNoticeDocument({ caller, params }) {
      const notice = issued(await book.file(caller.borrowerId), params.id);
      if (notice === null) return refuse('not_found', { value: params.id });
      const pretty = `${JSON.stringify(JSON.parse(toJson(notice)), null, 2)}\n`;
      return text(`通知书-${nameOf(notice, '.json')}`, 'application/json; charset=utf-8', pretty);
    },
    async getNoticeReceipt({ caller, params }) {
      const notice = issued(await book.file(caller.borrowerId), params.id);
      const receipt = notice === null ? null : await bookLog.receipt(notice);
      if (notice === null || receipt === null) return refuse('not_found', { value: params.id });
      return text(`证明-${nameOf(notice, '.tlog-proof')}`, 'text/plain; charset=utf-8', receipt);
    },
    async listMyLeaves({ caller }) {
      return answer({ items: [...(await bookLog.chain(caller.borrowerId))] });
    },
    async logKeys() {
      const { logs, witnesses, rotations, ...rest } = await published();
      return answer({
        ...rest,
        logs: logs.map(({ origin, keys }) => ({ origin, keys: [...keys] })),
        witnesses: [...witnesses],
        rotations: [...rotations],
      });
    },
    async logCheckpoint({ params }) {
      const lenders = params.book === LENDER_LOG;
      const note = lenders ? await lenderLog.checkpoint() : ours(params.book) ? await bookLog.checkpoint() : null;
      if (note === null) return refuse('not_found', { value: params.book });
      return text('checkpoint.txt', 'text/plain; charset=utf-8', note);
    },
    async logTile({ params }) {
      const rest = params['*'];
      const tile = tileAt(params.level, rest);
      const reader = params.book === LENDER_LOG ? services.lenderLogReader : ours(params.book) ? bookLog : null;
      const bytes = tile === null || reader === null ? null : await readTile(reader, tile);
      if (bytes === null) return refuse('not_found', { value: `${params.level}/${rest}` });
      return answer({ fileName: 'tile', mediaType: 'application/octet-stream', disposition: 'attachment', bytes });
    },
    async logWitnessed({ params }) {
      const checkpoint = ours(params.book) ? await bookLog.checkpoint() : null;
      const proof = checkpoint === null ? null : await lenderLog.proofOf(checkpoint);
      if (checkpoint === null || proof === null) return refuse('not_found', { value: params.book });
      return answer({ checkpoint, proof });
    },
    async getVerifierPage() {
      const [script, { rotations: _rotations, ...trusted }] = [await services.verifierScript(), await published()];
      if (script === null || trusted.logs.length === 0) return refuse('not_found', { value: 'verifier' });
      const page = verifierPage({ lender: lender.name, trusted, script });
      return text('验证-verify.html', 'text/html; charset=utf-8', page);
    },
    async getDecisionLogEntry({ params }) {
      const holding = await fileHolding(services, 'decision', params.id);
      if (!holding.ok) return holding;
      const file = holding.value;
      const leaf = await bookLog.leafOfDecision(params.id);
      const [trusted, checkpoint] = [await bookLog.trusted(), await bookLog.checkpoint()];
      const origin = trusted?.logs[0]?.origin;
      if (leaf === null || origin === undefined || checkpoint === null)
        return refuse('not_found', { value: params.id });
      const notices = Object.values(file.notices).filter(({ decisionId }) => decisionId === params.id);
      const leaves = await Promise.all(notices.map(({ id }) => bookLog.leafOfNotice(id)));
      return answer({
        origin,
        index: leaf.index,
        leafHash: leaf.leafHash,
        checkpointSize: leaf.checkpointSize,
        checkpoint,
        noticeIndexes: leaves.flatMap((each) => (each === null ? [] : [each.index])),
      });
    },
  };
}
