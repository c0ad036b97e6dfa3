import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client, problemStatus } from '../lib/api.ts';
import { keys } from '../lib/keys.ts';

/** The demo lender's clock; null where the service runs on the real date. */
export function useDemoClock() {
  return useQuery({
    queryKey: keys.clock,
    queryFn: async () => {
      try {
        return await client.demoClock();
      } catch (error) {
        if (problemStatus(error) === 404) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

/** The lender's present instant in milliseconds: the browser's, moved by the demo clock, and read anew every minute. */
export function useLenderNow(): number {
  const clock = useDemoClock();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now + (clock.data?.offsetDays ?? 0) * 86_400_000;
}
