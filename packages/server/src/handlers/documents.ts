import {
  annualRateOf,
  type BorrowerFile,
  costSheetOf,
  dateOf,
  type IsoDate,
  type Loan,
  statementOf,
} from '@clearline/line';
import { holderOf, moneyText } from '../documents/paper.ts';
import { consentPdf } from '../documents/consent-text.ts';
import { costSheetPdf } from '../documents/cost-sheet.ts';
import { loanContractPdf } from '../documents/loan-contract.ts';
import { moveConsentPdf } from '../documents/move-consent.ts';
import { repaymentPlanPdf } from '../documents/repayment-plan.ts';
import { isSettled, settlementCertificatePdf } from '../documents/settlement-certificate.ts';
import { statementPdf } from '../documents/statement.ts';
import { documentWords } from '../documents/words.ts';
import type { SomeHandlers } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Language } from '../notice-pdf/words.ts';
import type { Services } from '../services.ts';
import { offerSheet } from '../views/application-view.ts';
import { consentViews } from '../views/consent-catalogue.ts';
import { costSheetView } from '../views/cost-sheet-view.ts';
import { loanView } from '../views/loan-view.ts';
import { givenMoveConsent, openMoveConsent } from '../views/move-consent.ts';
import { moveView } from '../views/move-view.ts';
import { pdfReply } from './pdf-reply.ts';
import { momentOf } from './work.ts';

type Ids =
  | 'getRepaymentPlanPdf'
  | 'getCostSheetPdf'
  | 'getOfferCostSheetPdf'
  | 'getLoanContractPdf'
  | 'getConsentPdf'
  | 'getMoveConsentPdf'
  | 'getStatementPdf'
  | 'getMonthlyStatementPdf'
  | 'getSettlementCertificatePdf';

function notSettled(loan: Loan, date: IsoDate, lang: Language): ReturnType<typeof refuse> {
  if (loan.state !== 'ACTIVE') return refuse('loan_not_paid_out', { field: 'id', value: loan.id });
  return refuse('loan_not_settled', { field: 'id', value: moneyText(loanView(loan, date).payoffFen, lang) });
}

/** What a borrower takes away on paper. */
export function documentHandlers(services: Services): SomeHandlers<Ids> {
  const { book, clock, lender, vault, bookId } = services;
  const printingIn = (lang: Language) => ({ lender, lang, issuedOn: clock.businessDate() });
  const loanIn = (file: BorrowerFile, id: string): Answer<Loan> => {
    const loan = file.loans[id];
    return loan === undefined ? refuse('not_found', { value: id }) : answer(loan);
  };

  const viewOf = (loan: Loan) => loanView(loan, clock.businessDate());
  /** A loan with the fact of its signing. */
  const signedLoan = async (borrowerId: string, id: string) => {
    const file = await book.file(borrowerId);
    const loan = loanIn(file, id);
    if (!loan.ok) return loan;
    const signing = (await book.facts(borrowerId)).find(
      ({ body }) => body.type === 'draw.requested' && body.loanId === id,
    );
    if (signing?.body.type !== 'draw.requested') throw new Error(`loan ${id} was never signed`);
    return answer({ file, loan: loan.value, fact: signing.body, at: signing.occurredAt });
  };

  return {
    async getRepaymentPlanPdf({ caller, params, query }) {
      const file = await book.file(caller.borrowerId);
      const loan = loanIn(file, params.id);
      if (!loan.ok) return loan;
      const view = loanView(loan.value, clock.businessDate());
      const printed = await repaymentPlanPdf(view, holderOf(file), printingIn(query.lang));
      return pdfReply(printed, documentWords[query.lang].plan.title, view.id.slice(-8));
    },
    async getCostSheetPdf({ caller, params, query }) {
      const signed = await signedLoan(caller.borrowerId, params.id);
      if (!signed.ok) return signed;
      const { file, loan, fact } = signed.value;
      // Made again from the terms as signed; one that is not the sheet that was signed is not handed out as if it were.
      const sheet = costSheetOf({ ...fact.terms, loanId: 'quote' }, lender);
      if (sheet.hash !== fact.costSheetHash) return refuse('cost_sheet_not_kept', { field: 'id', value: loan.id });
      const view = costSheetView(sheet, lender, file.line?.kind ?? 'CONSUMER');
      const printed = await costSheetPdf(
        { kind: 'loan', loan: viewOf(loan) },
        view,
        holderOf(file),
        printingIn(query.lang),
      );
      return pdfReply(printed, documentWords[query.lang].cost.title, loan.id.slice(-8));
    },
    async getOfferCostSheetPdf({ caller, query }) {
      const file = await book.file(caller.borrowerId);
      const application = file.application;
      const offer = application?.offer ?? null;
      if (application === null || offer === null) return refuse('not_found', { value: 'offer' });
      const { kind, id } = application;
      const sheet = offerSheet(file, { ...application, offer }, lender);
      if (sheet.hash !== offer.costSheetHash) return refuse('cost_sheet_not_kept', { field: 'offer', value: id });
      const { limitFen, dailyRatePpb, validUntil } = offer;
      const annualRatePpb = annualRateOf(dailyRatePpb, lender, kind);
      const printed = await costSheetPdf(
        { kind: 'offer', applicationId: id, limitFen, dailyRatePpb, annualRatePpb, validUntil },
        costSheetView(sheet, lender, kind),
        holderOf(file),
        printingIn(query.lang),
      );
      return pdfReply(printed, documentWords[query.lang].cost.title, id.slice(-8));
    },
    async getLoanContractPdf({ caller, params, query }) {
      const signed = await signedLoan(caller.borrowerId, params.id);
      if (!signed.ok) return signed;
      const { file, loan, fact, at } = signed.value;
      const { dayCount, graceDays, annualRatePpb, penaltyMultiplePpb } = fact.terms;
      const signature = {
        signedAt: at,
        planHash: fact.planHash,
        costSheetHash: fact.costSheetHash,
        readSeconds: fact.reading?.readSeconds ?? null,
        codeConfirmed: fact.codeConfirmed === true,
        dayCount,
        graceDays,
        penaltyRatePpb: (annualRatePpb * penaltyMultiplePpb) / 1_000_000_000n,
      };
      const printed = await loanContractPdf(viewOf(loan), signature, holderOf(file), printingIn(query.lang));
      return pdfReply(printed, documentWords[query.lang].contract.title, loan.id.slice(-8));
    },
    async getConsentPdf({ caller, params, query }) {
      const file = await book.file(caller.borrowerId);
      const consent = consentViews(file).find(({ kind }) => kind === params.kind);
      if (consent === undefined) return refuse('not_found', { field: 'kind', value: params.kind });
      const printed = await consentPdf(consent, holderOf(file), printingIn(query.lang));
      return pdfReply(printed, consent.title[query.lang], consent.version);
    },
    async getMoveConsentPdf({ caller, query }) {
      const { borrowerId } = caller;
      const file = await book.file(borrowerId);
      const asked = moveView(file, momentOf(services)) === null ? null : openMoveConsent();
      const consent = givenMoveConsent(await book.facts(borrowerId)) ?? asked;
      if (consent === null) return refuse('not_found', { value: 'line/move/consent' });
      const printed = await moveConsentPdf(consent, holderOf(file), printingIn(query.lang));
      return pdfReply(printed, consent.title[query.lang], consent.version);
    },
    async getSettlementCertificatePdf({ caller, params, query }) {
      const file = await book.file(caller.borrowerId);
      const loan = loanIn(file, params.id);
      if (!loan.ok) return loan;
      if (!isSettled(loan.value)) return notSettled(loan.value, clock.businessDate(), query.lang);
      // Others must be able to tell whose certificate it is, so it carries the full name; only the borrower can fetch it.
      const name = (await vault.personal(bookId, caller.borrowerId))?.name ?? null;
      const printed = await settlementCertificatePdf(loan.value, holderOf(file, name), printingIn(query.lang));
      return pdfReply(printed, documentWords[query.lang].certificate.title, loan.value.id.slice(-8));
    },
    async getMonthlyStatementPdf({ caller, params, query }) {
      const { borrowerId } = caller;
      const issued = (await book.facts(borrowerId)).find(
        ({ body }) => body.type === 'statement.issued' && body.statement.month === params.month,
      );
      if (issued?.body.type !== 'statement.issued') return refuse('not_found', { value: params.month });
      const { statement } = issued.body;
      // As it was issued: a copy made later says the same, on the same paper.
      const printing = { lender, lang: query.lang, issuedOn: dateOf(issued.occurredAt) };
      const printed = await statementPdf(statement, holderOf(await book.file(borrowerId)), printing);
      return pdfReply(printed, documentWords[query.lang].statement.title, statement.month);
    },
    async getStatementPdf({ caller, query }) {
      const businessDate = clock.businessDate();
      const to = query.to < businessDate ? query.to : businessDate;
      if (query.from > to)
        return refuse('invalid_input', {
          field: 'query.from',
          value: { zh: `不能晚于${to}`, en: `not later than ${to}` },
        });
      const file = await book.file(caller.borrowerId);
      const printed = await statementPdf(statementOf(file, query.from, to), holderOf(file), printingIn(query.lang));
      return pdfReply(printed, documentWords[query.lang].statement.title, `${query.from}-${to}`);
    },
  };
}
