import type { SchemaStep } from './steps.ts';

/** Decisions, restrictions, notices and appeals. Constraints named g1…g11 say a borrower guarantee in SQL. */
export const caseSteps: readonly SchemaStep[] = [
  {
    name: 'decisions',
    sql: `CREATE TABLE decisions (
      book_id text NOT NULL,
      decision_id text NOT NULL,
      borrower_id text NOT NULL,
      kind text NOT NULL,
      at timestamptz NOT NULL,
      actor text NOT NULL,
      action text NOT NULL,
      proposed_action text NOT NULL,
      cause_family text,
      adverse boolean NOT NULL,
      good_standing boolean NOT NULL,
      people integer NOT NULL CHECK (people >= 0),
      reason_codes jsonb NOT NULL,
      policy_version text NOT NULL,
      record_hash text NOT NULL,
      fact_seq integer NOT NULL,
      PRIMARY KEY (book_id, decision_id),
      CONSTRAINT g1_reasoned CHECK (NOT adverse OR jsonb_array_length(reason_codes) >= 1),
      CONSTRAINT g3_proportionate CHECK (
        kind = 'UNDERWRITING' OR NOT good_standing OR people >= 1
        OR action NOT IN ('LIMIT_REDUCED', 'DRAW_SUSPENDED', 'FROZEN', 'CLOSURE')
      )
    )`,
  },
  { name: 'decisions_at', sql: `CREATE INDEX decisions_at ON decisions (book_id, at, decision_id)` },
  { name: 'decisions_borrower', sql: `CREATE INDEX decisions_borrower ON decisions (book_id, borrower_id, at)` },
  {
    name: 'restrictions',
    sql: `CREATE TABLE restrictions (
      book_id text NOT NULL,
      restriction_id text NOT NULL,
      borrower_id text NOT NULL,
      kind text NOT NULL,
      state text NOT NULL,
      cause_family text NOT NULL,
      reason_codes jsonb NOT NULL,
      decision_id text NOT NULL,
      notice_id text,
      proposed_at timestamptz NOT NULL,
      proposed_by text NOT NULL,
      approved_by jsonb NOT NULL,
      effective_at timestamptz,
      expires_at timestamptz,
      ended_at timestamptz,
      limit_before_fen bigint CHECK (limit_before_fen >= 0),
      limit_after_fen bigint CHECK (limit_after_fen >= 0),
      strategy_id text,
      good_standing boolean NOT NULL,
      took_effect boolean NOT NULL,
      PRIMARY KEY (book_id, restriction_id),
      CONSTRAINT g1_reasoned CHECK (cause_family = 'BORROWER_REQUEST' OR jsonb_array_length(reason_codes) >= 1),
      CONSTRAINT g2_told CHECK (state NOT IN ('pre_notice', 'effective') OR notice_id IS NOT NULL),
      CONSTRAINT g4_bounded CHECK (kind <> 'DRAW_HOLD' OR state <> 'effective' OR expires_at IS NOT NULL),
      CONSTRAINT g3_proportionate CHECK (
        state <> 'effective' OR NOT good_standing OR kind IN ('STEP_UP', 'DRAW_HOLD') OR cause_family = 'BORROWER_REQUEST'
        OR jsonb_array_length(approved_by) >= CASE kind WHEN 'CLOSURE' THEN 2 ELSE 1 END
      ),
      CONSTRAINT first_is_not_second CHECK (
        jsonb_array_length(approved_by) < 2 OR approved_by ->> 0 <> approved_by ->> 1
      ),
      CHECK ((state IN ('expired', 'lifted', 'reversed', 'final')) = (ended_at IS NOT NULL))
    )`,
  },
  {
    name: 'restrictions_open',
    sql: `CREATE INDEX restrictions_open ON restrictions (book_id, state, expires_at) WHERE ended_at IS NULL`,
  },
  { name: 'restrictions_borrower', sql: `CREATE INDEX restrictions_borrower ON restrictions (book_id, borrower_id)` },
  { name: 'restrictions_decision', sql: `CREATE INDEX restrictions_decision ON restrictions (book_id, decision_id)` },
  {
    name: 'notices',
    sql: `CREATE TABLE notices (
      book_id text NOT NULL,
      notice_id text NOT NULL,
      borrower_id text NOT NULL,
      kind text NOT NULL,
      issued_at timestamptz NOT NULL,
      read_at timestamptz,
      adverse boolean NOT NULL,
      cause_family text,
      no_fault boolean NOT NULL,
      reason_count integer NOT NULL CHECK (reason_count BETWEEN 0 AND 4),
      restriction_id text,
      decision_id text,
      appeal_id text,
      content_hash text NOT NULL,
      PRIMARY KEY (book_id, notice_id),
      CONSTRAINT g1_reasoned CHECK (NOT adverse OR reason_count >= 1),
      CONSTRAINT g11_strategy_carries_no_fault CHECK (cause_family IS DISTINCT FROM 'STRATEGY' OR no_fault)
    )`,
  },
  { name: 'notices_borrower', sql: `CREATE INDEX notices_borrower ON notices (book_id, borrower_id, issued_at)` },
  {
    name: 'appeals',
    sql: `CREATE TABLE appeals (
      book_id text NOT NULL,
      appeal_id text NOT NULL,
      borrower_id text NOT NULL,
      state text NOT NULL,
      outcome text,
      decision_id text NOT NULL,
      restriction_id text,
      submitted_at timestamptz NOT NULL,
      acknowledge_by timestamptz NOT NULL,
      answer_by timestamptz NOT NULL,
      paused_since timestamptz,
      urgent boolean NOT NULL,
      assignee text,
      evidence_count integer NOT NULL CHECK (evidence_count >= 0),
      original_decider text NOT NULL,
      proposed_by text,
      second_by text,
      decided_at timestamptz,
      is_open boolean NOT NULL,
      PRIMARY KEY (book_id, appeal_id),
      CONSTRAINT g8_reviewer_is_not_decider CHECK (proposed_by IS DISTINCT FROM original_decider),
      CONSTRAINT first_is_not_second CHECK (second_by IS NULL OR second_by IS DISTINCT FROM proposed_by),
      CONSTRAINT g8_decided_by_two CHECK (
        outcome IS NULL OR outcome = 'withdrawn' OR (proposed_by IS NOT NULL AND second_by IS NOT NULL)
      ),
      CHECK ((outcome IS NULL) = (decided_at IS NULL))
    )`,
  },
  { name: 'appeals_open', sql: `CREATE INDEX appeals_open ON appeals (book_id, answer_by, appeal_id)` },
  { name: 'appeals_borrower', sql: `CREATE INDEX appeals_borrower ON appeals (book_id, borrower_id)` },
  {
    name: 'evidence',
    sql: `CREATE TABLE evidence (
      book_id text NOT NULL,
      evidence_id text NOT NULL,
      appeal_id text NOT NULL,
      borrower_id text NOT NULL,
      kind text NOT NULL,
      file_name text NOT NULL,
      media_type text NOT NULL,
      size_bytes integer NOT NULL CHECK (size_bytes >= 0),
      sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
      received_at timestamptz NOT NULL,
      PRIMARY KEY (book_id, evidence_id)
    )`,
  },
  {
    name: 'evidence_files',
    sql: `CREATE TABLE evidence_files (
      book_id text NOT NULL,
      evidence_id text NOT NULL,
      borrower_id text NOT NULL,
      sha256 text NOT NULL,
      bytes bytea NOT NULL,
      PRIMARY KEY (book_id, evidence_id),
      CHECK (sha256 = encode(sha256(bytes), 'hex'))
    )`,
  },
  {
    name: 'rule_records',
    sql: `CREATE TABLE rule_records (
      book_id text NOT NULL,
      rule_id text NOT NULL,
      policy_version text NOT NULL,
      fired bigint NOT NULL CHECK (fired >= 0),
      contested bigint NOT NULL,
      overturned bigint NOT NULL CHECK (overturned >= 0),
      upheld bigint NOT NULL CHECK (upheld >= 0),
      PRIMARY KEY (book_id, rule_id, policy_version),
      CHECK (contested >= overturned + upheld)
    )`,
  },
];

/** A cap on each draw, between a check and a hold: it has an amount and an end, and the machine alone may lay it on. */
export const singleDrawCapSteps: readonly SchemaStep[] = [
  {
    name: 'restrictions_single_draw_cap',
    sql: `ALTER TABLE restrictions
      ADD COLUMN single_draw_cap_fen bigint CHECK (single_draw_cap_fen > 0),
      ADD CONSTRAINT cap_has_an_amount CHECK ((kind = 'SINGLE_DRAW_CAP') = (single_draw_cap_fen IS NOT NULL)),
      DROP CONSTRAINT g4_bounded,
      ADD CONSTRAINT g4_bounded CHECK (
        kind NOT IN ('DRAW_HOLD', 'SINGLE_DRAW_CAP') OR state <> 'effective' OR expires_at IS NOT NULL
      ),
      DROP CONSTRAINT g3_proportionate,
      ADD CONSTRAINT g3_proportionate CHECK (
        state <> 'effective' OR NOT good_standing OR kind IN ('STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD')
        OR cause_family = 'BORROWER_REQUEST'
        OR jsonb_array_length(approved_by) >= CASE kind WHEN 'CLOSURE' THEN 2 ELSE 1 END
      )`,
  },
];

/** What people said, after a version was rolled back, of what others had decided under it (G8, N148); and how the rest is found. */
export const rollBackLookSteps: readonly SchemaStep[] = [
  {
    name: 'roll_back_looks',
    sql: `CREATE TABLE roll_back_looks (
      book_id text NOT NULL,
      roll_back_id text NOT NULL,
      decision_id text NOT NULL,
      borrower_id text NOT NULL,
      kept boolean NOT NULL,
      looked_by text NOT NULL,
      looked_at timestamptz NOT NULL,
      PRIMARY KEY (book_id, roll_back_id, decision_id)
    )`,
  },
  {
    name: 'decisions_people',
    sql: `CREATE INDEX decisions_people ON decisions (book_id, policy_version, borrower_id)
      WHERE people >= 1 AND kind IN ('LIMIT', 'UNDERWRITING')`,
  },
  { name: 'applications_borrower', sql: `CREATE INDEX applications_borrower ON applications (book_id, borrower_id)` },
];

/** What one person proposes about a business line on the ground of a credit memo, until another answers (G3). */
export const creditProposalSteps: readonly SchemaStep[] = [
  {
    name: 'credit_proposals',
    sql: `CREATE TABLE credit_proposals (
      book_id text NOT NULL,
      proposal_id text NOT NULL,
      borrower_id text NOT NULL,
      application_id text NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('APPROVE', 'DECLINE')),
      limit_fen bigint CHECK (limit_fen > 0),
      memo_hash text NOT NULL,
      state text NOT NULL CHECK (state IN ('WAITING', 'AGREED', 'RETURNED')),
      proposed_at timestamptz NOT NULL,
      proposed_by text NOT NULL,
      decided_by text,
      PRIMARY KEY (book_id, proposal_id),
      CONSTRAINT first_is_not_second CHECK (decided_by <> proposed_by),
      CHECK ((state = 'WAITING') = (decided_by IS NULL)),
      CHECK ((outcome = 'APPROVE') = (limit_fen IS NOT NULL))
    )`,
  },
  {
    name: 'credit_proposals_waiting',
    sql: `CREATE INDEX credit_proposals_waiting ON credit_proposals (book_id, proposed_at) WHERE state = 'WAITING'`,
  },
];

/** Since when what stands behind a line waits to be valued again. */
export const securityLookSteps: readonly SchemaStep[] = [
  { name: 'lines_security_look', sql: 'ALTER TABLE lines ADD COLUMN security_look_since timestamptz' },
  {
    name: 'lines_security_look_waiting',
    sql: `CREATE INDEX lines_security_look_waiting ON lines (book_id, security_look_since)
      WHERE security_look_since IS NOT NULL`,
  },
];

/** A proposal of the machine that it withdrew before people answered is over as well, and nobody was told of it (N177). */
export const withdrawnSteps: readonly SchemaStep[] = [
  {
    name: 'restrictions_withdrawn',
    sql: `ALTER TABLE restrictions
      DROP CONSTRAINT restrictions_check,
      ADD CONSTRAINT ended_has_a_day CHECK (
        (state IN ('expired', 'lifted', 'reversed', 'withdrawn', 'final')) = (ended_at IS NOT NULL)
      ),
      ADD CONSTRAINT withdrawn_touched_nobody CHECK (
        state <> 'withdrawn' OR (notice_id IS NULL AND proposed_by LIKE 'machine:%')
      )`,
  },
];
