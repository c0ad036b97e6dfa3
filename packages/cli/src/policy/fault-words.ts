import { READER_SENTENCES } from './reader-words.ts';

/**
 * Faults of a policy in Chinese. The compilers beneath speak English, since they know nothing of who listens; each of
 * their sentences stands here once, `{}` for what it names and `{1}`, `{2}` … for the same in Chinese. A test takes every
 * sentence from their source and looks for it here, or in reader-words.ts for what the readers of JSON and XML say.
 */
const SENTENCES: readonly (readonly [en: string, zh: string])[] = [
  // Cells and expressions.
  ['the expression ends too early', '表达式不完整，提前结束'],
  ['unexpected “{}”', '此处不应出现“{1}”'],
  ['unexpected character “{}”', '无法识别的字符“{1}”'],
  ['the string is not closed; add a “"”', '字符串没有结束，请补上“"”'],
  ['“{}” is out of place here', '“{1}”不能用在这里'],
  ['a name must follow “.”', '“.”后面要写名称'],
  ['a string must follow “@”', '“@”后面要写字符串'],
  ['a range ends with “]”, “)” or “[”', '区间要以“]”“)”或“[”结束'],
  ['an entry of a context reads “name: value”', '上下文的每一项写作“名称: 值”'],
  ['an iteration reads “name in list”', '迭代写作“名称 in 列表”'],
  ['the expression nests deeper than {}; split it', '表达式嵌套超过{1}层，请拆开'],
  ['more than {} comparisons in a row', '连续比较超过{1}次'],
  ['more than {} steps in a row', '连续取值超过{1}步'],
  ['more than {} operators in a row', '连续运算超过{1}次'],
  ['name all arguments or none', '参数要么全部写名称，要么都不写'],
  ['expected the name of a parameter', '此处应为参数名称'],
  ['expected the name of a type', '此处应为类型名称'],
  ['expected “{}” in a type', '类型中应有“{1}”'],
  ['expected “{}”, found the end', '应为“{1}”，但表达式已结束'],
  ['expected “{}”, found “{}”', '应为“{1}”，却是“{2}”'],
  ['{} is out of range', '{1}超出范围'],
  ['only a number can be negative', '只有数字可以带负号'],
  ['“{}” is not a calendar date YYYY-MM-DD', '“{1}”不是YYYY-MM-DD格式的日期'],
  ['only literals, parameters and date("…") may stand here', '这里只能写字面值、参数或date("…")'],
  ['only literals and parameters may stand here', '这里只能写字面值或参数'],
  ['parameter {} has no value; add it to the parameters', '参数{1}没有取值；请把它加入参数表'],
  ['“{}” is neither a literal nor a parameter (those begin with {})', '“{1}”既不是字面值，也不是参数（参数以{2}开头）'],
  ['{} input {} has no order; only equality can be tested', '{1}类型的输入{2}没有大小顺序，只能判断是否相等'],
  ['“{}” is not an allowed value of {} ({})', '“{1}”不是{2}的允许值（{3}）'],
  ['a {} cannot be compared with the {} input {}', '{1}不能与{2}类型的输入{3}比较'],
  ['a {} cannot be compared with a ratio', '{1}不能与比率比较'],
  // Tables.
  ['the document holds no decision with a decision table', '文件中没有带决策表的决策'],
  ['the input expression is not valid: {}', '输入表达式不正确：{1}'],
  ['input “{}” is not declared; declare it or remove the column', '输入“{1}”没有声明；请声明它或删除该列'],
  ['“{}” is a {}; a ratio needs numbers', '“{1}”是{2}；比率需要数字'],
  [
    'a column is a declared input or a ratio “a / b” of two declared inputs',
    '列只能是声明过的输入，或两个声明过的输入之比“a / b”',
  ],
  ['the output values are a list of literals', '输出值要写成字面值的列表'],
  ['the row has {} input entries for {} columns', '该行有{1}个输入项，而表有{2}列'],
  ['the row has {} output entries for {} outputs', '该行有{1}个输出项，而表有{2}个输出'],
  ['{} is not among the declared output values', '{1}不在声明的输出值之中'],
  ['hit policy “{}” is unknown; one of {}', '未知的命中策略“{1}”；可用：{2}'],
  ['aggregation “{}” is unknown; one of {}', '未知的聚合方式“{1}”；可用：{2}'],
  ['rule id “{}” is used twice; records name rules by it', '规则编号“{1}”用了两次；记录以它称呼规则'],
  ['line {}, column {}: {}', '第{1}行第{2}列：{3}'],
  ['line {}: {}', '第{1}行：{2}'],
  ['a table cannot carry <{}>; remove it, or edit the XML', '表中不能有<{1}>；请删除它，或直接修改XML'],
  ['decision “{}” is not a decision table', '决策“{1}”不是决策表'],
  ['elements nest deeper than {}', '元素嵌套超过{1}层'],
  ['the document holds no element', '文件中没有任何元素'],
  // The policy around them.
  ['is missing; {} needs it, for the three-part check', '缺少该参数；{1}需要它，用于三重检查'],
  ['unknown standing “{}”; write SUPPORTING or leave it out', '未知的standing“{1}”；请写SUPPORTING或删去'],
  [
    'from {}: {} days; what was found mistaken counts for nothing for {} at least (G9)',
    '自{1}起：{2}天；认定误判的规则至少{3}天内不得再用（G9）',
  ],
  [
    '{} may not rest on {}, which supports other reasons and carries nothing alone (G3)',
    '{1}不能依据{2}：它只佐证其他理由，不能单独成立（G3）',
  ],
  ['the file is missing; the manifest names it', '缺少该文件，而清单提到了它'],
  ['the table file is missing; the manifest names it', '缺少该表文件，而清单提到了它'],
  ['not valid JSON: {}', 'JSON格式不正确：{1}'],
  ['only strategy tables may look at it (G6); remove the attribute', '只有业务策略表才能考察它（G6）；请删除该评分项'],
  ['the attribute is not declared in inputs.json', '该评分项没有在inputs.json中声明'],
  ['a cap per draw needs {} from {} to {}, not {}', '单笔借款上限要求{1}在{2}到{3}之间，现为{4}'],
  ['reasons.json lacks {}', 'reasons.json缺少{1}'],
  ['prohibited input (G6): {}; remove it', '禁止使用的输入（G6）：{1}；请删除'],
  ['{}: protected attribute', '{1}，受保护的属性'],
  ['{}: early repayment never counts against anyone', '{1}，提前还款永远不作不利考虑'],
  ['{}: looking at one’s own credit report never counts', '{1}，查询本人征信永远不作考虑'],
  ['{}: appealing never counts against anyone', '{1}，申诉永远不作不利考虑'],
  ['{}: complaining never counts against anyone', '{1}，投诉永远不作不利考虑'],
  ['{}: asking for an explanation never counts', '{1}，要求解释永远不作考虑'],
  ['source “{}” is not in sources.json', '来源“{1}”不在sources.json中'],
  ['unknown actionability “{}”', '未知的可改变性“{1}”'],
  ['unknown unit “{}”', '未知的单位“{1}”'],
  ['unknown cause family “{}”', '未知的原因类别“{1}”'],
  ['unknown cure “{}”', '未知的补救方式“{1}”'],
  ['unknown action “{}”', '未知的动作“{1}”'],
  ['unknown aggregate “{}”', '未知的汇总方式“{1}”'],
  ['is neither an input of inputs.json nor one of several signals', '既不是inputs.json中的输入，也不是多项信号之一'],
  ['says {} in {}; inputs.json says {} in {}', '写的是来源{1}、单位{2}；inputs.json写的是来源{3}、单位{4}'],
  ['is not an input of inputs.json', '不是inputs.json中的输入'],
  ['must show the borrower’s own {value} (G1)', '必须显示借款人自己的数值{value}（G1）'],
  ['says nothing specific (G1)', '没有具体内容（G1）'],
  ['no value is in force on {}', '{1}没有生效的取值'],
  ['holds no decision table', '其中没有决策表'],
  ['has no reason annotation (G1)', '没有原因注释（G1）'],
  ['reason “{}” is not in reasons.json (G1)', '原因“{1}”不在reasons.json中（G1）'],
  [
    '{} may not rest on {}: early repayment never counts against anyone (G6)',
    '{1}不能以{2}为依据：提前还款永远不作不利考虑（G6）',
  ],
  [
    'its reason holds “{}” against “{}”; the pairs of a strategy table are {}',
    '它的理由拿“{1}”与“{2}”相比；业务策略表可以相比的是{3}',
  ],
  ['only strategy tables know {}; remove the column', '只有业务策略表才有{1}；请删除该列'],
  [
    'a strategy may not look at {}: its criteria are {}, never conduct (G11)',
    '业务策略不得考察{1}：条件只能是{2}，不能是借款人的行为（G11）',
  ],
  [
    'reason “{}” is of family {}; a strategy’s own are needed (G11)',
    '原因“{1}”属于{2}类；业务策略只能用策略类原因（G11）',
  ],
  ['limit_from names “{}”, which is no input of the table', 'limit_from写的“{1}”不是该表的输入'],
  [
    'its reason speaks of {} {} {}; only a whole number can be put into words',
    '其原因说的是{1} {2} {3}；只有整数才能写成文字',
  ],
  ['there is no table “{}”', '没有名为“{1}”的表'],
  ['fired nothing, expected {}', '没有触发规则，应触发{1}'],
  ['fired {}, expected nothing', '触发了{1}，本不应触发'],
  ['fired {}, expected {}', '触发了{1}，应触发{2}'],
  ['ended in {}, expected {}', '结果是{1}，应为{2}'],
  ['is declared twice', '声明了两次'],
  ['{} needs a field', '{1}需要指定字段'],
  ['its window is longer than the {} days for which events are kept', '窗口长于事件的保存期{1}天'],
  ['its {} is not written as a {} is', '其{1}的写法不对'],
  ['its signal “{}” is no declared feature', '其信号“{1}”不是声明过的特征'],
  ['its line “{}” is no parameter in force', '其标准线“{1}”不是生效的参数'],
  // Scorecards.
  ['{} is not a whole number; scale it', '{1}不是整数；请换算成整数'],
  ['state upTo, values or missing', '请写明upTo、values或missing'],
  ['upTo, values and missing exclude one another', 'upTo、values、missing只能写一个'],
  ['a bin of named values lists at least one', '按取值分的箱至少列出一个取值'],
  ['{} does not lie above {}', '{1}没有高于{2}'],
  ['values above {} have no bin; end with null', '高于{1}的值没有箱；最后一箱请以null结束'],
  ['{} is in two bins', '{1}出现在两个箱中'],
  ['a missing value gets 0 points here and is reported as missing', '缺失值在这里得0分，并记为缺失'],
  ['{} bins hold missing values; keep one', '有{1}个缺失值箱；请保留一个'],
  ['name the input', '请写明输入名称'],
  ['an attribute needs at least one bin', '评分项至少要有一个箱'],
  ['every bin has the same points: the input decides nothing', '各箱得分相同，该输入不起作用'],
  ['give the model its {}', '请写明模型的{1}'],
  ['a scorecard scores something', '评分卡至少要有一个评分项'],
  ['{} is scored twice', '{1}评了两次分'],
  ['{} divides nobody: points run from {} to {}', '分数线{1}分不出任何人：得分在{2}到{3}之间'],
  // The shape of JSON files.
  ['is missing; it is a text', '缺失；应为文字'],
  ['is missing; it is a number', '缺失；应为数字'],
  ['is missing; it is a list […]', '缺失；应为列表[…]'],
  ['is missing; it is an object {…}', '缺失；应为对象{…}'],
  ['is not a text', '不是文字'],
  ['is not a number', '不是数字'],
  ['is not a list […]', '不是列表[…]'],
  ['is not an object {…}', '不是对象{…}'],
  ['is {}; the input is declared as {}, a whole number', '是{1}；该输入声明为{2}，应为整数'],
  ['is {}; the input is declared as {}', '是{1}；该输入声明为{2}'],
];

const patterns = [...SENTENCES, ...READER_SENTENCES].map(([en, zh]) => ({
  pattern: new RegExp(`^${en.split('{}').map(escapeRegExp).join('(.*?)')}$`, 's'),
  zh,
}));

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A sentence in Chinese, what it names included where that is a sentence too; null where it stands in no list. */
const translated = (sentence: string): string | null => {
  for (const { pattern, zh } of patterns) {
    const found = pattern.exec(sentence);
    if (found)
      return zh.replaceAll(
        /\{(\d)\}/g,
        (_hole, at: string) => translated(found[Number(at)] ?? '') ?? found[Number(at)] ?? '',
      );
  }
  return null;
};

const PLACE = /^decision “(?<decision>.*?)”(?:, row (?<row>\d+))?(?:, column “(?<column>.*?)”)?: (?<what>.*)$/;

/** A fault of a policy in Chinese; the expression and the caret beneath it stand as they are. */
export const faultInChinese = (message: string): string => {
  const [first = '', ...rest] = message.split('\n');
  const { decision, row, column, what } = PLACE.exec(first)?.groups ?? {};
  const place = [
    decision === undefined ? '' : `决策“${decision}”`,
    row === undefined ? '' : `第${row}行`,
    column === undefined ? '' : `“${column}”列`,
  ].filter(Boolean);
  const sentence = what ?? first;
  const said = translated(sentence) ?? sentence;
  return [place.length === 0 ? said : `${place.join('，')}：${said}`, ...rest].join('\n');
};

/** Whether a sentence has a Chinese wording. */
export const isKnownFault = (sentence: string): boolean => translated(sentence) !== null;
