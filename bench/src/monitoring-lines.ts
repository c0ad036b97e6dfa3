import type { Actor, Command } from '@clearline/line';
import type { Book } from '@clearline/store';

const BORROWER: Actor = { kind: 'borrower' };
const FEED: Actor = { kind: 'machine', name: 'feed:bench' };

/** Opens a consumer line for each borrower, by the commands that a borrower gives. */
export const openLines = async (book: Book, ids: readonly string[]): Promise<void> => {
  await Promise.all(
    ids.map(async (borrowerId, n) => {
      const send = async (command: Command, actor: Actor = BORROWER): Promise<void> => {
        const result = await book.execute({ borrowerId, command, actor });
        if (!result.ok) throw new Error(`${command.type}: ${result.refusal.message.en}`);
      };
      await send({ type: 'register', maskedPhone: '138****0000' });
      await send({ type: 'verify_identity', maskedName: '*三', maskedIdNumber: `3301**********${1000 + (n % 9000)}` });
      for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const)
        await send({ type: 'change_consent', kind, given: true, version: '1' });
      const now = new Date().toISOString();
      await send({ type: 'observe', events: [cleanReport(borrowerId, now)] }, FEED);
      await send({
        type: 'apply',
        kind: 'CONSUMER',
        monthlyIncomeFen: 1_200_000n,
        employment: 'EMPLOYED',
        monthsInWork: 40,
      });
      const { application } = await book.file(borrowerId);
      if (!application?.offer) throw new Error(`a clean borrower got no offer: ${application?.status}`);
      const { costSheetHash } = application.offer;
      await send({ type: 'accept_offer', costSheetHash, readSeconds: 30, scrolledToEnd: true });
    }),
  );
};

export const cleanReport = (borrowerId: string, now: string) => ({
  kind: 'BUREAU_UPDATE' as const,
  eventId: `report-${borrowerId}`,
  occurredAt: now,
  source: 'bureau:bench',
  reportDate: now.slice(0, 10),
  overdueAccounts: 0,
  overdueDaysMax: 0,
  overdueAmountFen: 0n,
  hardEnquiries1m: 0,
  hardEnquiries3m: 1,
  unsettledLenders: 1,
  newLenders3m: 0,
  totalDebtFen: 2_000_000n,
  monthlyDebtServiceFen: 150_000n,
  overdueMonths24m: 0,
  consecutiveOverdueMonths24m: 0,
});
