import { parseArgs } from 'node:util';
import type { StaffRole } from '@clearline/line';
import { hashPassword, staffRoles } from '@clearline/server';
import { newId, type Queries, type StaffRow } from '@clearline/store';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';
import { secretInput } from '../secret-input.ts';

/** As NIST SP 800-63B asks of a password that stands alone: long, and of any characters. */
const PASSWORD_LENGTH_MIN = 15;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const USAGE =
  'list | add EMAIL --no NUMBER --name NAME --roles ROLE,… | password EMAIL | remove EMAIL  [--data-dir DIR]';

interface Asked {
  readonly email: string;
  readonly no?: string | undefined;
  readonly name?: string | undefined;
  readonly roles?: string | undefined;
}
/** What to say, and whether it was done. */
interface Told {
  readonly done: boolean;
  readonly line: string;
}
const refused = (line: string): Told => ({ done: false, line });
const done = (line: string): Told => ({ done: true, line });

const isRole = (text: string): text is StaffRole => staffRoles.some((role) => role === text);

async function passwordHash(): Promise<string | null> {
  const password = await secretInput(`Password (at least ${PASSWORD_LENGTH_MIN} characters): `);
  return Array.from(password).length < PASSWORD_LENGTH_MIN ? null : hashPassword(password);
}
const tooShort = refused(
  `The password has fewer than ${PASSWORD_LENGTH_MIN} characters; nothing was changed. Type it when asked, or pipe it in.`,
);

async function add(queries: Queries, asked: Asked): Promise<Told> {
  const { email, no, name } = asked;
  const roles = (asked.roles ?? '').split(',').map((role) => role.trim());
  const unknown = roles.find((role) => !isRole(role));
  if (no === undefined || name === undefined) return refused(`Usage: clearline staff ${USAGE}`);
  if (!EMAIL.test(email)) return refused(`“${email}” is not an e-mail address.`);
  if (unknown !== undefined) return refused(`“${unknown}” is not a role; it is one of: ${staffRoles.join(', ')}.`);
  if ((await queries.staffByEmail(email)) !== null) return refused(`${email} is on the staff already.`);
  if ((await queries.staffByNo(no)) !== null) return refused(`The number ${no} is taken by another member of staff.`);
  const hash = await passwordHash();
  if (hash === null) return tooShort;
  await queries.putStaff({ id: newId(), staffNo: no, name, email, roles: roles.filter(isRole), passwordHash: hash });
  return done(`${email} can sign in as ${roles.join(', ')}.`);
}

async function password(queries: Queries, member: StaffRow): Promise<Told> {
  const hash = await passwordHash();
  if (hash === null) return tooShort;
  await queries.putStaff({ ...member, passwordHash: hash });
  await queries.clearSignInFailures(member.id);
  await queries.endSessionsOf('staff', member.id);
  return done(`${member.email} signs in with the new password from now on; open sessions have ended.`);
}

async function remove(queries: Queries, member: StaffRow): Promise<Told> {
  await queries.endSessionsOf('staff', member.id);
  await queries.removeStaff(member.id);
  return done(`${member.email} can no longer sign in. What ${member.staffNo} did stays recorded.`);
}

async function list(queries: Queries): Promise<Told> {
  const lines = (await queries.listStaff()).map(
    ({ staffNo, name, email, roles }) => `${staffNo}  ${email}  ${name}  ${roles.join(', ')}`,
  );
  return done(lines.length === 0 ? 'Nobody yet.' : lines.join('\n'));
}

async function act(queries: Queries, verb: string, asked: Asked): Promise<Told> {
  if (verb === 'list') return list(queries);
  if (verb === 'add') return add(queries, asked);
  const member = await queries.staffByEmail(asked.email);
  if (member === null) return refused(`There is no member of staff with the address ${asked.email}.`);
  return verb === 'password' ? password(queries, member) : remove(queries, member);
}

/** The lender’s people, set up from the machine it runs on: who may run this command holds the database anyway. */
export const staff: Command = {
  name: 'staff',
  summary: 'add, list and remove the people who may sign in to the console, and set their passwords',
  usage: USAGE,
  async run(parameters) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { no: text, name: text, roles: text, 'data-dir': text },
    });
    const [verb = '', email = ''] = positionals;
    const known = ['list', 'add', 'password', 'remove'].includes(verb);
    if (!known || positionals.length !== (verb === 'list' ? 1 : 2)) {
      console.error(`Usage: clearline staff ${USAGE}`);
      return 2;
    }
    const database = await openDatabase(dataDirFrom(values['data-dir']));
    try {
      const queries = database.store.queries(BOOK_ID);
      const told = await act(queries, verb, { email, no: values.no, name: values.name, roles: values.roles });
      if (told.done && verb !== 'list')
        await queries.recordAudit({
          at: new Date().toISOString(),
          actor: 'operator:cli',
          action: `staff.${verb}`,
          borrowerId: null,
          detail: email,
        });
      (told.done ? console.log : console.error)(told.line);
      return told.done ? 0 : 1;
    } finally {
      await database.stop();
    }
  },
};
