import type { Fact } from '@clearline/line';
import type { Reading } from './data-seen.ts';
import { FRESH_HOURS, MISUSED_PAYEES } from './rules.ts';

type Observed = Extract<Fact['body'], { type: 'behaviour.observed' }>['event'];
type Amendment = Extract<Observed, { kind: 'CORRECTION' | 'REVERSAL' }>;
const KINDS = ['LOGIN', 'DEVICE', 'CREDENTIAL_CHANGE', 'DOCUMENT_STATUS', 'TRANSFER', 'INCOME_UPDATE'] as const;
type Seen = Extract<Observed, { kind: (typeof KINDS)[number] }>;
type Of<K extends Seen['kind']> = Extract<Seen, { kind: K }>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** One transfer that is reported twice within so many milliseconds is one. */
const TWICE_MS = 5_000;

/**
 * Sign-ins, devices, papers, contributions and transfers of one borrower, counted from the events alone, as the last word of their feed
 * leaves them. Purchases are too many to keep: of them the auditor says nothing.
 */
export class ConductSeen {
  readonly #events = new Map<string, Seen>();
  readonly #amendments = new Map<string, Amendment>();

  see(event: Observed): void {
    if (event.kind === 'CORRECTION' || event.kind === 'REVERSAL') this.#amend(event);
    else if ((KINDS as readonly string[]).includes(event.kind) && !this.#events.has(event.eventId))
      this.#events.set(event.eventId, event as Seen);
  }

  /** @param drawnMs when draws were asked for that the rail did not fail */
  read(input: string, atMs: number, drawnMs: readonly number[]): Reading | null {
    switch (input) {
      case 'id_card_valid':
        return this.#paper('ID_CARD', input, atMs);
      case 'phone_verified':
        return this.#paper('PHONE', input, atMs);
      case 'bank_card_valid':
        return this.#paper('BANK_CARD', input, atMs);
      case 'device_emulated':
        return newest(this.#of('DEVICE', atMs), input, atMs, ({ emulator, rooted }) => emulator || rooted);
      case 'accounts_on_device':
        return newest(this.#of('DEVICE', atMs), input, atMs, ({ accountsOnDevice }) => accountsOnDevice);
      case 'contribution_months_3m':
        return newest(
          this.#of('INCOME_UPDATE', atMs).filter(({ contributionMonths3m }) => contributionMonths3m !== undefined),
          input,
          atMs,
          ({ contributionMonths3m = 0 }) => contributionMonths3m,
        );
      case 'hours_since_credential_change':
        return this.#hoursSince(this.#of('CREDENTIAL_CHANGE', atMs), atMs);
      case 'devices_24h':
        return sure(distinct(this.#within('LOGIN', DAY_MS, atMs), ({ deviceId }) => deviceId));
      case 'devices_30d':
        return sure(distinct(this.#within('LOGIN', 30 * DAY_MS, atMs), ({ deviceId }) => deviceId));
      case 'provinces_24h':
        return sure(distinct(this.#within('LOGIN', DAY_MS, atMs), ({ province }) => province));
      case 'failed_logins_1h':
        // One failure that is reported several times of the same moment is one.
        return sure(
          distinct(
            this.#within('LOGIN', HOUR_MS, atMs).filter(({ success }) => !success),
            ({ deviceId, province, occurredAt }) => `${deviceId} ${province} ${Date.parse(occurredAt)}`,
          ),
        );
      case 'misused_transfers_30d':
        return sure(this.#misused(atMs, drawnMs));
      default:
        return null;
    }
  }

  /** The last word of the feed that reported an event is what counts; it may come before the event. */
  #amend(event: Amendment): void {
    const about = `${event.kind === 'CORRECTION' ? event.corrects : event.reverses} ${event.source}`;
    const before = this.#amendments.get(about);
    if (before === undefined || Date.parse(event.occurredAt) >= Date.parse(before.occurredAt))
      this.#amendments.set(about, event);
  }

  #of<K extends Seen['kind']>(kind: K, atMs: number): Of<K>[] {
    const all: Of<K>[] = [];
    for (const event of this.#events.values()) {
      if (event.kind !== kind) continue;
      const amendment = this.#amendments.get(`${event.eventId} ${event.source}`);
      if (amendment?.kind === 'REVERSAL') continue;
      const corrected = amendment?.kind === 'CORRECTION' && amendment.replacement.kind === kind;
      const stands = (corrected ? amendment.replacement : event) as Of<K>;
      if (Date.parse(stands.occurredAt) <= atMs) all.push(stands);
    }
    return all;
  }

  #within<K extends Seen['kind']>(kind: K, ms: number, atMs: number): Of<K>[] {
    return this.#of(kind, atMs).filter(({ occurredAt }) => Date.parse(occurredAt) > atMs - ms);
  }

  #paper(which: Of<'DOCUMENT_STATUS'>['document'], input: string, atMs: number): Reading {
    const all = this.#of('DOCUMENT_STATUS', atMs).filter(({ document }) => document === which);
    return newest(all, input, atMs, ({ valid }) => valid);
  }

  #hoursSince(changes: readonly Seen[], atMs: number): Reading {
    const last = Math.max(...changes.map(({ occurredAt }) => Date.parse(occurredAt)));
    return Number.isFinite(last) ? sure(Math.floor((atMs - last) / HOUR_MS)) : { value: null, doubt: 'not there' };
  }

  #misused(atMs: number, drawnMs: readonly number[]): number {
    const counted: Of<'TRANSFER'>[] = [];
    for (const transfer of this.#within('TRANSFER', 30 * DAY_MS, atMs)) {
      const { direction, payeeKind, occurredAt, amountFen, payee } = transfer;
      const sentMs = Date.parse(occurredAt);
      if (direction !== 'OUT' || !MISUSED_PAYEES.includes(payeeKind)) continue;
      if (!drawnMs.some((ms) => ms <= sentMs && ms >= sentMs - DAY_MS)) continue;
      const isTwice = counted.some(
        (other) =>
          other.amountFen === amountFen &&
          other.payee === payee &&
          Math.abs(Date.parse(other.occurredAt) - sentMs) <= TWICE_MS,
      );
      if (!isTwice) counted.push(transfer);
    }
    return counted.length;
  }
}

const sure = (value: number): Reading => ({ value, doubt: null });
const distinct = <T>(all: readonly T[], of: (one: T) => string): number => new Set(all.map(of)).size;

/** The value of the newest; of two of the very same moment that differ neither is believed, nor is what is old. */
const newest = <T extends Seen>(
  all: readonly T[],
  input: string,
  atMs: number,
  of: (one: T) => number | boolean,
): Reading => {
  const lastMs = Math.max(...all.map(({ occurredAt }) => Date.parse(occurredAt)));
  const values = new Set(all.filter(({ occurredAt }) => Date.parse(occurredAt) === lastMs).map(of));
  const [value = null] = values;
  if (value === null) return { value, doubt: 'not there' };
  if (values.size > 1) return { value, doubt: 'another in two reports of the same moment' };
  // Ages are whole hours.
  const isOld = atMs - lastMs >= ((FRESH_HOURS[input] ?? Number.POSITIVE_INFINITY) + 1) * HOUR_MS;
  return { value, doubt: isOld ? `${Math.floor((atMs - lastMs) / DAY_MS)} days old` : null };
};
