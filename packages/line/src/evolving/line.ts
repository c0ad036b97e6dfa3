import type { LimitChange } from '../fact.ts';
import type { Application, BorrowerFile } from '../file.ts';
import { NOTHING_CHECKED, withPart } from '../three-part-check/parts.ts';
import type { Instant } from '../vocabulary.ts';
import type { BodyOf } from './body-of.ts';

/** The application that a fact speaks of. */
const applicationOf = (
  file: BorrowerFile,
  body: { readonly type: string; readonly applicationId: string },
): Application => {
  const { application } = file;
  if (application === null || application.id !== body.applicationId)
    throw new Error(`${body.type} speaks of application ${body.applicationId}, which the file does not hold`);
  return application;
};

/** The three-part check of the application, and what people made of it. */
export const applyCheck = (
  file: BorrowerFile,
  body: BodyOf<
    | 'check.recorded'
    | 'check.file_added'
    | 'check.file_dropped'
    | 'credit.proposed'
    | 'credit.agreed'
    | 'credit.returned'
  >,
  at: Instant,
): BorrowerFile => {
  const application = applicationOf(file, body);
  const changed = (change: Partial<Application>): BorrowerFile => ({
    ...file,
    application: { ...application, ...change },
  });
  const check = application.check ?? NOTHING_CHECKED;
  if (body.type === 'check.recorded') return changed({ check: withPart(check, body.part, body.by, at) });
  if (body.type === 'check.file_added')
    return changed({ check: { ...check, files: [...(check.files ?? []), { ...body.file, by: body.by, at }] } });
  if (body.type === 'check.file_dropped')
    return changed({ check: { ...check, files: (check.files ?? []).filter(({ sha256 }) => sha256 !== body.sha256) } });
  if (body.type === 'credit.proposed')
    return changed({ proposal: { ...body.proposal, state: 'WAITING', decidedBy: null, note: null } });
  const { proposal } = application;
  if (proposal?.id !== body.proposalId)
    throw new Error(`${body.type} speaks of proposal ${body.proposalId}, which the file does not hold`);
  const state = body.type === 'credit.agreed' ? 'AGREED' : 'RETURNED';
  return changed({ proposal: { ...proposal, state, decidedBy: body.by, note: body.note } });
};

/** The application and the line. */
export const applyApplication = (
  file: BorrowerFile,
  body: BodyOf<
    'application.submitted' | 'application.declined' | 'application.referred' | 'offer.made' | 'offer.accepted'
  >,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'application.submitted') {
    const { applicationId, kind, monthlyIncomeFen, employment, monthsInWork, region, askedLimitFen, monthlySalesFen } =
      body;
    return {
      ...file,
      application: {
        id: applicationId,
        kind,
        submittedAt: at,
        monthlyIncomeFen,
        employment,
        monthsInWork,
        region: region ?? null,
        askedLimitFen: askedLimitFen ?? null,
        monthlySalesFen: monthlySalesFen ?? null,
        check: null,
        proposal: null,
        status: 'SUBMITTED',
        decisionId: null,
        reapplyFrom: null,
        offer: null,
      },
    };
  }
  const application = applicationOf(file, body);
  switch (body.type) {
    case 'application.declined':
      return {
        ...file,
        application: { ...application, status: 'DECLINED', decisionId: body.decisionId, reapplyFrom: body.reapplyFrom },
      };
    case 'application.referred':
      return { ...file, application: { ...application, status: 'REFERRED', decisionId: body.decisionId } };
    case 'offer.made': {
      const { limitFen, dailyRatePpb, validUntil, costSheetHash, decisionId } = body;
      return {
        ...file,
        application: {
          ...application,
          status: 'OFFERED',
          decisionId,
          offer: { limitFen, dailyRatePpb, validUntil, costSheetHash },
        },
      };
    }
    case 'offer.accepted':
      return { ...file, application: { ...application, status: 'ACCEPTED' } };
  }
};

export const applyLine = (
  file: BorrowerFile,
  body: BodyOf<
    | 'line.opened'
    | 'limit.changed'
    | 'review.completed'
    | 'line.paused'
    | 'line.resumed'
    | 'line.kept'
    | 'line.closed'
    | 'security.look_opened'
    | 'security.revalued'
    | 'temporary_limit.asked'
    | 'temporary_limit.declined'
    | 'temporary_limit.granted'
    | 'temporary_limit.end_told'
    | 'temporary_limit.ended'
  >,
  at: Instant,
): BorrowerFile => {
  if (body.type === 'line.opened') {
    const { lineId, kind, limitFen, dailyRatePpb, nextReviewDate } = body;
    if (file.line?.status === 'ACTIVE')
      throw new Error(`line ${lineId} would open beside ${file.line.id}, which takes draws`);
    return {
      ...file,
      formerLines: file.line === null ? file.formerLines : [...file.formerLines, file.line],
      move: null,
      line: {
        id: lineId,
        kind,
        status: 'ACTIVE',
        grantedLimitFen: limitFen,
        dailyRatePpb,
        openedAt: at,
        nextReviewDate,
        pausedAt: null,
        borrowerCapFen: null,
        keptAt: null,
        temporary: null,
        securityLook: null,
      },
    };
  }
  const line = file.line;
  if (line === null) throw new Error(`${body.type} on borrower ${file.borrowerId}, who has no line`);
  switch (body.type) {
    case 'limit.changed':
      return {
        ...file,
        limitHistory: [...file.limitHistory, { ...body.change, at }],
        line: changeLimit(line, body.change),
      };
    case 'review.completed':
      return { ...file, rereviewOpenedAt: null, line: { ...line, nextReviewDate: body.nextReviewDate } };
    case 'line.paused':
      return { ...file, line: { ...line, pausedAt: at } };
    case 'line.resumed':
      return { ...file, line: { ...line, pausedAt: null } };
    case 'line.kept':
      return { ...file, line: { ...line, keptAt: at } };
    case 'security.look_opened': {
      const { outdated, countedFen } = body;
      return { ...file, line: { ...line, securityLook: { openedAt: at, outdated, countedFen } } };
    }
    case 'security.revalued': {
      const { application } = file;
      if (application === null) throw new Error(`${body.type} speaks of security that no application named`);
      const part = { kind: 'SECURITY', securities: body.securities } as const;
      const check = withPart(application.check ?? NOTHING_CHECKED, part, body.by, at);
      return { ...file, application: { ...application, check }, line: { ...line, securityLook: null } };
    }
    case 'temporary_limit.asked': {
      const { limitFen, until, purpose } = body;
      return { ...file, temporaryAsk: { limitFen, until, purpose, askedAt: at } };
    }
    case 'temporary_limit.declined':
      return { ...file, temporaryAsk: null };
    case 'temporary_limit.granted':
      return { ...file, temporaryAsk: null, line: { ...line, temporary: body.temporary } };
    case 'temporary_limit.end_told':
      return line.temporary === null
        ? file
        : { ...file, line: { ...line, temporary: { ...line.temporary, until: body.until, endTold: true } } };
    case 'temporary_limit.ended':
      return { ...file, line: { ...line, temporary: null } };
    case 'line.closed':
      return { ...file, temporaryAsk: null, line: { ...line, status: 'CLOSED', temporary: null, securityLook: null } };
  }
};

/** A restriction’s reduction is layered on the line and leaves the granted limit; a raise or the borrower’s own cap does not. */
const changeLimit = (
  line: NonNullable<BorrowerFile['line']>,
  change: LimitChange,
): NonNullable<BorrowerFile['line']> => {
  switch (change.kind) {
    case 'RAISED':
      return { ...line, grantedLimitFen: change.toFen };
    case 'BORROWER_LOWERED':
      return { ...line, borrowerCapFen: change.toFen };
    case 'BORROWER_LIFTED':
      return { ...line, borrowerCapFen: null };
    case 'OPENED':
    case 'REDUCED':
    case 'RESTORED':
    case 'TEMPORARY_RAISED':
    case 'TEMPORARY_ENDED':
    case 'CLOSED':
      return line;
  }
};
