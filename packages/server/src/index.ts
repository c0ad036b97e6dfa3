export { type LenderClock, lenderClock } from './clock.ts';
export { demoApiKey, demoPassword, demoStaff } from './demo-staff.ts';
export { serverLog } from './http/log.ts';
export { withKeptPolicies } from './keep-policies.ts';
export { type Lender, type LenderOptions, openLender } from './open-lender.ts';
export { hashPassword } from './sign-in/passwords.ts';
export { askWitness, type WitnessPeer, witnessPeers } from './witness/ask-witness.ts';
export { createWitness, type WitnessOptions } from './witness/witness-server.ts';
