import { createHash } from 'node:crypto';
import { type BorrowerFile, derivedId, EVIDENCE_KINDS, type EvidenceKind } from '@clearline/line';
import type { SomeHandlers, UploadedForm } from '../http/handler.ts';
import { evidenceTypes } from '../http/media-type.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import { noticePdf } from '../notice-pdf/notice-pdf.ts';
import type { Services } from '../services.ts';
import { appealView } from '../views/appeal-view.ts';
import { noticeSummaries, noticeView } from '../views/notice-view.ts';
import { factOf, runAsBorrower } from './work.ts';

type Ids =
  | 'listNotices'
  | 'getNotice'
  | 'getNoticePdf'
  | 'submitAppeal'
  | 'listAppeals'
  | 'getAppeal'
  | 'addEvidence'
  | 'withdrawAppeal';

const givenChoices = { zh: '请从所给的选项中选择', en: 'one of the given choices is expected' };
const isEvidenceKind = (kind: string | undefined): kind is EvidenceKind =>
  EVIDENCE_KINDS.some((known) => known === kind);

/** The form’s fields as the core wants them; a declared income is what the borrower says the file shows. */
function evidenceOf(form: UploadedForm, id: string) {
  const { kind, monthlyIncomeFen } = form.fields;
  if (!isEvidenceKind(kind)) return refuse('invalid_input', { field: 'kind', value: givenChoices });
  const income = monthlyIncomeFen === undefined || monthlyIncomeFen === '' ? null : Number(monthlyIncomeFen);
  if (income !== null && !(Number.isSafeInteger(income) && income >= 0)) {
    return refuse('invalid_input', {
      field: 'monthlyIncomeFen',
      value: { zh: '应为金额', en: 'an amount is expected' },
    });
  }
  const { fileName, mediaType, bytes } = form.file;
  if (!evidenceTypes.has(mediaType)) return refuse('evidence_type', { field: 'file', value: fileName });
  return answer({
    id,
    kind,
    fileName,
    mediaType,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    declared: income === null ? [] : [{ input: 'monthly_income', value: income }],
  });
}

/** Notices, and contesting what they say (G8). */
export function noticeAndAppealHandlers(services: Services): SomeHandlers<Ids> {
  const { book, clock, lender, policies } = services;

  function appealIn(file: BorrowerFile, id: string): Answer<ReturnType<typeof appealView>> {
    const appeal = file.appeals[id];
    return appeal === undefined
      ? refuse('not_found', { value: id })
      : answer(appealView(appeal, clock.now(), policies));
  }

  return {
    async listNotices({ caller }) {
      return answer({ items: noticeSummaries(await book.file(caller.borrowerId)) });
    },
    async getNotice({ caller, params }) {
      const read = await runAsBorrower(services, caller.borrowerId, { type: 'read_notice', noticeId: params.id });
      if (!read.ok) return read;
      const view = noticeView(read.value.file, params.id);
      return view === null ? refuse('not_found', { value: params.id }) : answer(view);
    },
    async getNoticePdf({ caller, params, query }) {
      const view = noticeView(await book.file(caller.borrowerId), params.id);
      if (view === null) return refuse('not_found', { value: params.id });
      const logged = await services.bookLog.leafOfNotice(params.id);
      const bytes = await noticePdf(view, lender, query.lang, logged);
      const name = query.lang === 'zh' ? '通知书' : 'notice';
      const fileName = `${name}-${view.issuedAt.slice(0, 10)}-${view.id.slice(-8)}.pdf`;
      return answer({ fileName, mediaType: 'application/pdf', disposition: 'inline', bytes });
    },
    async submitAppeal({ caller, body, idempotencyKey }) {
      const done = await runAsBorrower(services, caller.borrowerId, { type: 'submit_appeal', ...body }, idempotencyKey);
      if (!done.ok) return done;
      const submitted = factOf(done.value, 'appeal.submitted');
      if (submitted === null) throw new Error(`borrower ${caller.borrowerId} appealed and no appeal was recorded`);
      services.nudgeWorkers();
      return appealIn(done.value.file, submitted.appealId);
    },
    async listAppeals({ caller }) {
      const { appeals } = await book.file(caller.borrowerId);
      const newest = Object.values(appeals).toSorted((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1));
      return answer({ items: newest.map((appeal) => appealView(appeal, clock.now(), policies)) });
    },
    async getAppeal({ caller, params }) {
      return appealIn(await book.file(caller.borrowerId), params.id);
    },
    async addEvidence({ caller, params, body, idempotencyKey }) {
      // Made from the key, so that the same upload sent twice is the same evidence.
      const evidenceId = derivedId(`${caller.borrowerId}/${idempotencyKey ?? ''}`, 'evidence');
      const evidence = evidenceOf(body, evidenceId);
      if (!evidence.ok) return evidence;
      const command = { type: 'add_evidence', appealId: params.id, evidence: evidence.value } as const;
      const { sha256 } = evidence.value;
      const file = { kind: 'evidence_file', evidenceId, sha256, bytes: body.file.bytes } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey, {
        attachments: [file],
      });
      return done.ok ? appealIn(done.value.file, params.id) : done;
    },
    async withdrawAppeal({ caller, params, idempotencyKey }) {
      const command = { type: 'withdraw_appeal', appealId: params.id } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      return done.ok ? appealIn(done.value.file, params.id) : done;
    },
  };
}
