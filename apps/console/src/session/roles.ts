import type { Api, Role as ContractRole } from '@clearline/client';

export type Role = ContractRole;
/** Every operation of the API by its name in the contract. */
export type OperationId = keyof Api;
