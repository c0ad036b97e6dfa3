import type { AppealDesk } from '@clearline/client';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../../lib/keys.ts';

/** After an action the reply is the new desk; the lists that show this case are asked for again. */
export function useDeskUpdate() {
  const queries = useQueryClient();
  return (desk: AppealDesk) => {
    queries.setQueryData(keys.desk(desk.appeal.id), desk);
    for (const key of [keys.appeals, keys.today, keys.borrower(desk.borrower.id), keys.overview]) {
      void queries.invalidateQueries({ queryKey: key });
    }
  };
}
