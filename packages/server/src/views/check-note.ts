import { type GuaranteeCheck, instantText, type LocalText, money, type PolicySet } from '@clearline/line';
import { actionText, inputLabel } from './words.ts';

/** What each guarantee asks, for checks whose outcome needs no more said. */
const guaranteeNames: Readonly<Record<GuaranteeCheck['id'], LocalText>> = {
  G1: { zh: '说明具体理由', en: 'the specific reason is told' },
  G2: { zh: '事先告知', en: 'told in advance' },
  G3: { zh: '措施相称，机器单独不得重罚', en: 'in proportion; the machine alone does nothing grave' },
  G4: { zh: '限制有期限', en: 'restrictions end' },
  G5: { zh: '数据可靠才可不利', en: 'adverse only on sound data' },
  G6: { zh: '不因良好行为受罚', en: 'good conduct is not punished' },
  G7: { zh: '还款始终可用', en: 'repayment always works' },
  G8: { zh: '可申诉', en: 'open to appeal' },
  G9: { zh: '错误可修复', en: 'mistakes are repaired' },
  G10: { zh: '可重放', en: 'can be run again' },
  G11: { zh: '策略调整不归咎', en: 'strategy carries no blame' },
  G12: { zh: '记录不可篡改', en: 'the record cannot be altered' },
};

interface Saying {
  readonly pattern: RegExp;
  readonly say: (found: readonly string[], policies: PolicySet) => LocalText;
}
const people = (count: string): string => (count === '1' ? '1 person' : `${count} people`);

/** The core records each note in one fixed English form; this says every form in both languages, without codes. */
const sayings: readonly Saying[] = [
  {
    pattern: /^every rule that decided carries a catalogued reason$/,
    say: () => ({ zh: '起作用的每条规则都有目录中的理由', en: 'every rule that decided carries a catalogued reason' }),
  },
  {
    pattern: /^(\w+) has no reason: withdrawn$/,
    say: ([action = '']) => {
      const text = actionText(action);
      return { zh: `“${text.zh}”没有理由，已撤回`, en: `“${text.en}” has no reason: withdrawn` };
    },
  },
  {
    pattern: /^(\w+) stands already or would reduce nothing: not laid on again$/,
    say: ([action = '']) => {
      const text = actionText(action);
      return {
        zh: `“${text.zh}”已在生效，或没有可下调的额度，不重复施加`,
        en: `“${text.en}” stands already or would reduce nothing: not laid on again`,
      };
    },
  },
  {
    pattern: /^(\w+) rests until (\S+), after the last of its kind: held back$/,
    say: ([action = '', until = '']) => {
      const text = actionText(action);
      const moment = instantText(until);
      return {
        zh: `上一次“${text.zh}”结束不久，${moment.zh}之前不再执行`,
        en: `the last “${text.en}” ended too lately: held back until ${moment.en}`,
      };
    },
  },
  {
    pattern: /^the cap per draw would bind nothing now: worth a look, and no more$/,
    say: () => ({
      zh: '单笔限额现在不起作用，只请人工查看',
      en: 'the cap per draw would bind nothing now: worth a look, and no more',
    }),
  },
  {
    pattern: /^the cap per draw ends by itself after (\d+) hours$/,
    say: ([hours = '']) => ({
      zh: `单笔限额${hours}小时后自动解除`,
      en: `the cap per draw ends by itself after ${hours} hours`,
    }),
  },
  {
    pattern: /^a cap per draw of (\d+) hours is not within 1-(\d+): withdrawn$/,
    say: ([hours = '', most = '']) => ({
      zh: `单笔限额${hours}小时不在1至${most}小时之内，已撤回`,
      en: `a cap per draw of ${hours} hours is not within 1 to ${most}: withdrawn`,
    }),
  },
  {
    pattern: /^the hold ends by itself after (\d+) hours$/,
    say: ([hours = '']) => ({ zh: `暂停${hours}小时后自动解除`, en: `the hold ends by itself after ${hours} hours` }),
  },
  {
    pattern: /^a hold of (\d+) hours is not within 1-(\d+): withdrawn$/,
    say: ([hours = '', most = '']) => ({
      zh: `暂停${hours}小时不在1至${most}小时之内，已撤回`,
      en: `a hold of ${hours} hours is not within 1 to ${most}: withdrawn`,
    }),
  },
  {
    pattern: /^(\w+) rested on stale data: held back$/,
    say: ([action = '']) => {
      const text = actionText(action);
      return { zh: `“${text.zh}”依据的数据已过时，未执行`, en: `“${text.en}” rested on stale data: held back` };
    },
  },
  {
    pattern: /^missing, and so not counted: (.+)$/,
    say: ([names = ''], policies) => {
      const labels = names.split(', ').map((name) => inputLabel(name, policies));
      return {
        zh: `缺少以下数据，没有计入：${labels.map(({ zh }) => zh).join('、')}`,
        en: `missing, and so not counted: ${labels.map(({ en }) => en).join(', ')}`,
      };
    },
  },
  { pattern: /^data fresh and present$/, say: () => ({ zh: '数据齐全且新鲜', en: 'data fresh and present' }) },
  {
    pattern: /^a limit of (\d+) fen is above (\d+), the most that the machine alone may offer: put before two people$/,
    say: ([limit = '0', most = '0']) => {
      const [asked, line] = [money(Number(limit)), money(Number(most))];
      return {
        zh: `额度${asked.zh}超过系统可单独提供的${line.zh}，须做三重检查，由两名工作人员决定`,
        en: `a limit of ${asked.en} is above ${line.en}, the most that the machine alone may offer: two people decide on the three-part check`,
      };
    },
  },
  {
    pattern: /^proposed by one named person and agreed to by another$/,
    say: () => ({ zh: '由一名工作人员提出，另一名同意', en: 'proposed by one named person and agreed to by another' }),
  },
  {
    pattern: /^within what the machine alone may do$/,
    say: () => ({ zh: '在系统可单独作出的范围内', en: 'within what the machine alone may do' }),
  },
  {
    pattern: /^(\w+) has the 0 person\(s\) it needs$/,
    say: ([action = '']) => {
      const text = actionText(action);
      return { zh: `“${text.zh}”在逾期情形下可由系统作出`, en: `“${text.en}” needs no person where a loan is overdue` };
    },
  },
  {
    pattern: /^(\w+) has the (\d+) person\(s\) it needs$/,
    say: ([action = '', count = '']) => {
      const text = actionText(action);
      return {
        zh: `“${text.zh}”已有所需的${count}名工作人员决定`,
        en: `“${text.en}” has the ${people(count)} it needs`,
      };
    },
  },
  {
    pattern: /^(\w+) needs (\d+) named person\(s\): put before them$/,
    say: ([action = '', count = '']) => {
      const text = actionText(action);
      return {
        zh: `“${text.zh}”须由${count}名具名工作人员决定，已转交`,
        en: `“${text.en}” needs ${people(count)}, named: put before them`,
      };
    },
  },
  {
    pattern: /^proposed by a named person; a second must agree beyond a hold$/,
    say: () => ({
      zh: '由具名工作人员提出；重于临时暂停的须第二人同意',
      en: 'proposed by a named person; a second must agree beyond a hold',
    }),
  },
  {
    pattern: /^decided by a named person$/,
    say: () => ({ zh: '由具名工作人员决定', en: 'decided by a named person' }),
  },
  {
    pattern: /^criterion \w+ with the line’s own value$/,
    say: () => ({
      zh: '按策略条件，依据该额度自身的数值',
      en: 'a criterion of the strategy, with the line’s own value',
    }),
  },
  {
    pattern: /^announced (\d+) days ahead$/,
    say: ([days = '']) => ({ zh: `已提前${days}天通知`, en: `announced ${days} days ahead` }),
  },
  {
    pattern: /^approved by (.+) and (.+)$/,
    say: ([one = '', other = '']) => ({ zh: `由 ${one} 和 ${other} 批准`, en: `approved by ${one} and ${other}` }),
  },
  {
    pattern: /^strategy: no fault, not reported$/,
    say: () => ({ zh: '经营策略，不归咎于借款人，不报送征信', en: 'strategy: no fault, not reported' }),
  },
];

/** The note of a guarantee’s check in both languages; one of another form is told by the guarantee’s name and outcome. */
export function checkNote(check: GuaranteeCheck, policies: PolicySet): LocalText {
  for (const { pattern, say } of sayings) {
    const found = pattern.exec(check.note);
    if (found !== null) return say(found.slice(1), policies);
  }
  const name = guaranteeNames[check.id];
  return check.held
    ? { zh: `${name.zh}：符合`, en: `${name.en}: held` }
    : { zh: `${name.zh}：已触发保护，动作被收窄`, en: `${name.en}: it stepped in and narrowed the action` };
}
