import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** What this browser found out about a notice and its proof, without taking the lender’s word. */
export type Proof =
  | {
      readonly genuine: true;
      /** Where the notice stands in the log, counted from 0, and how many entries the log had when it was signed. */
      readonly index: number;
      readonly size: number;
      /** Which entry of the borrower’s own it is. */
      readonly sequence: number;
      readonly origin: string;
      readonly leafHash: string;
    }
  | { readonly genuine: false; readonly code: string };

/**
 * Fetches the notice as it is to be kept, its proof and the log’s public keys, and checks them here. The checking code is
 * loaded when first needed.
 */
const prove = async (id: string, signal: AbortSignal): Promise<Proof> => {
  const [document, receipt, keys, { verifyReceipt, leafHashHex }] = await Promise.all([
    client.getNoticeDocument({ params: { id }, signal }).then((file) => file.text()),
    client.getNoticeReceipt({ params: { id }, signal }).then((file) => file.text()),
    client.logKeys({ signal }),
    import('@clearline/receipts'),
  ]);
  const checked = verifyReceipt(document, receipt, keys);
  if (!checked.ok) return { genuine: false, code: checked.refusal.code };
  const { leaf, index, checkpoint } = checked.value;
  return {
    genuine: true,
    index,
    size: checkpoint.size,
    sequence: leaf.sequence,
    origin: checkpoint.origin,
    leafHash: leafHashHex(leaf),
  };
};

export const useNoticeProof = (id: string) =>
  useQuery({ queryKey: ['notice-proof', id], queryFn: ({ signal }) => prove(id, signal), staleTime: 60_000 });

/** All of the borrower’s own leaves: with them, several notices can be checked for one that was kept back. */
export const useMyRecords = () =>
  useQuery({ queryKey: ['my-records'], queryFn: ({ signal }) => client.listMyLeaves({ signal }), staleTime: 60_000 });
