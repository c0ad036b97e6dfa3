import type { BorrowerFile } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../lib/keys.ts';

/** Puts the file as an action left it on the page, and lets the list of work be read again. */
export function useFileUpdate(id: string): (next: BorrowerFile) => void {
  const queries = useQueryClient();
  return (next) => {
    queries.setQueryData(keys.borrower(id), next);
    void queries.invalidateQueries({ queryKey: keys.today });
  };
}
