import type { Actor } from '@clearline/line';

/** Those at the desk; none of them reviews appeals: whoever made a hold last longer may not review it (G8). */
export const OPERATOR: Actor = { kind: 'staff', staffNo: 'A2101', roles: ['reviewer'] };
export const SENIOR: Actor = { kind: 'staff', staffNo: 'A2102', roles: ['reviewer', 'second_approver'] };
/** Looks at what others decided, once a version was rolled back. */
export const INSPECTOR: Actor = { kind: 'staff', staffNo: 'A2103', roles: ['reviewer', 'second_approver'] };
