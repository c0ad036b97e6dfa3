import type { Command } from './command.ts';
import { audit } from './commands/audit.ts';
import { demo } from './commands/demo.ts';
import { explain } from './commands/explain.ts';
import { fresh } from './commands/fresh.ts';
import { key } from './commands/key.ts';
import { log } from './commands/log.ts';
import { policy } from './commands/policy.ts';
import { rebuild } from './commands/rebuild.ts';
import { reconcile } from './commands/reconcile.ts';
import { replayDecision } from './commands/replay-decision.ts';
import { replay } from './commands/replay.ts';
import { serve } from './commands/serve.ts';
import { simulate } from './commands/simulate.ts';
import { staff } from './commands/staff.ts';
import { train } from './commands/train.ts';
import { verify } from './commands/verify.ts';
import { witness } from './commands/witness.ts';
import { exitCodeOf, explain as explainError } from './explain.ts';
import { actAsWorker } from './worker.ts';

/** Every command, in the order of the help page. */
const commands: readonly Command[] = [
  serve,
  demo,
  audit,
  explain,
  replayDecision,
  verify,
  log,
  witness,
  replay,
  simulate,
  policy,
  train,
  reconcile,
  rebuild,
  staff,
  key,
  fresh,
];

function help(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(
    ({ name, summary, usage }) => `  ${name.padEnd(width)}  ${summary}\n    clearline ${name} ${usage}`,
  );
  return ['clearline: credit lines that can say why', '', ...lines].join('\n');
}

async function run(parameters: readonly string[]): Promise<number> {
  const [name, ...rest] = parameters;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    console.error(`There is no command '${name}'. It is one of: ${commands.map((each) => each.name).join(', ')}.`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(`${command.summary}\n  clearline ${command.name} ${command.usage}`);
    return 0;
  }
  return command.run(rest);
}

try {
  if (!(await actAsWorker())) process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const line = explainError(error);
  console.error(line ?? error);
  process.exitCode = exitCodeOf(error);
}
