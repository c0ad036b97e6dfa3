import type { Instant, LocalText } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { maskPhone } from '../personal/mask.ts';
import type { Vault } from '../personal/vault.ts';

export interface DemoMessageRow {
  readonly id: string;
  /** Masked. */
  readonly to: string;
  readonly at: Instant;
  readonly channel: string;
  readonly title: LocalText;
  readonly body: LocalText;
  readonly noticeId: string | null;
}

export const messageQueries = (sql: Queryable, bookId: string, vault: Vault) => ({
  /** Keeps a message that a real lender would have sent. The same id twice is one message. */
  addDemoMessage: async (m: {
    id: string;
    borrowerId: string | null;
    phone: string;
    at: Instant;
    channel: string;
    title: LocalText;
    body: LocalText;
    noticeId: string | null;
  }): Promise<void> => {
    await sql.query(
      `INSERT INTO demo_messages (book_id, message_id, borrower_id, phone_lookup, masked_phone, at, channel, title_zh, title_en, body_zh, body_en, notice_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
      [
        bookId,
        m.id,
        m.borrowerId,
        vault.phoneLookup(m.phone),
        maskPhone(m.phone),
        m.at,
        m.channel,
        m.title.zh,
        m.title.en,
        m.body.zh,
        m.body.en,
        m.noticeId,
      ],
    );
  },

  /** Messages to a phone, the newest first. */
  demoMessages: async (o: { phone: string; limit: number }): Promise<DemoMessageRow[]> => {
    const rows = await sql.query<{
      message_id: string;
      masked_phone: string;
      at: string;
      channel: string;
      title_zh: string;
      title_en: string;
      body_zh: string;
      body_en: string;
      notice_id: string | null;
    }>(
      `SELECT message_id, masked_phone, at, channel, title_zh, title_en, body_zh, body_en, notice_id FROM demo_messages
       WHERE book_id = $1 AND phone_lookup = $2 ORDER BY at DESC, message_id DESC LIMIT $3`,
      [bookId, vault.phoneLookup(o.phone), o.limit],
    );
    return rows.map((row) => ({
      id: row.message_id,
      to: row.masked_phone,
      at: row.at,
      channel: row.channel,
      title: { zh: row.title_zh, en: row.title_en },
      body: { zh: row.body_zh, en: row.body_en },
      noticeId: row.notice_id,
    }));
  },
});
