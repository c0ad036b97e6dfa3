import type { StaffMember } from '@clearline/client';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { client, problemStatus } from '../lib/api.ts';
import { keys } from '../lib/keys.ts';

/** Who is signed in; null when nobody is. */
export function useWhoAmI() {
  return useQuery<StaffMember | null>({
    queryKey: keys.me,
    queryFn: async () => {
      try {
        return await client.staffMe();
      } catch (error) {
        if (problemStatus(error) === 401) return null;
        throw error;
      }
    },
    staleTime: 5 * 60_000,
  });
}

export const MemberContext = createContext<StaffMember | null>(null);

/** The signed-in member, on pages that exist only when there is one. */
export function useMember(): StaffMember {
  const member = useContext(MemberContext);
  if (member === null) throw new Error('useMember needs a signed-in member above it.');
  return member;
}
