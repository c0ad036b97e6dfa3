import type { LocalText } from '@clearline/line';

/** What the HTTP shell itself can refuse, with its status and words; `{value}` is filled from the case. */
export const problemWords = {
  malformed_request: {
    status: 400,
    title: 'Malformed request',
    zh: '请求无法读取：{value}。',
    en: 'The request cannot be read: {value}.',
  },
  idempotency_key_needed: {
    status: 400,
    title: 'Idempotency-Key needed',
    zh: '请求缺少 Idempotency-Key（8至200个可见字符），用于避免重复执行。',
    en: 'The request needs an Idempotency-Key header of 8 to 200 visible characters, so that it is never done twice.',
  },
  source_unknown: {
    status: 422,
    title: 'Source unknown',
    zh: '策略中没有名为“{value}”的数据来源。请使用策略 sources.json 中的名称。',
    en: 'The policy has no source named “{value}”. Use a name of its sources.json.',
  },
  source_not_declared: {
    status: 403,
    title: 'Source not declared',
    zh: '此密钥未获准代表来源“{value}”发送。请使用该来源的密钥，或请管理员为密钥登记这个来源。',
    en: 'This key may not speak for the source “{value}”. Use the key of that source, or have the source declared for the key.',
  },
  event_id_reused: {
    status: 409,
    title: 'Event id reused',
    zh: '这个事件编号已用于内容不同的事件，不同的字段：{value}。先收到的内容保持不变，这次的内容没有记录。要更正，请用新编号发送 CORRECTION（更正）或 REVERSAL（撤销）；如果是另一件事，请换一个新编号。',
    en: 'This event id was used for an event with other content; these fields differ: {value}. What came first stands, and this was not recorded. To put it right, send a CORRECTION or a REVERSAL under a new id; if it is another event, give it an id of its own.',
  },
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    zh: '请先登录。',
    en: 'Please sign in first.',
  },
  sign_in_wrong: {
    status: 401,
    title: 'Sign-in refused',
    zh: '登录信息不正确，请检查后重试。',
    en: 'These sign-in details are not right; check them and try again.',
  },
  code_wrong: {
    status: 401,
    title: 'Wrong code',
    zh: '验证码不正确，请重新输入。',
    en: 'The code is not right; try again.',
  },
  code_expired: {
    status: 401,
    title: 'Code expired',
    zh: '验证码已过期或已使用，请重新获取。',
    en: 'The code has expired or was used already; ask for a new one.',
  },
  code_spent: {
    status: 429,
    title: 'Too many attempts',
    zh: '验证码输错次数过多，请重新获取。',
    en: 'The code was entered wrongly too often; ask for a new one.',
  },
  sign_in_locked: {
    status: 429,
    title: 'Account locked',
    zh: '多次输错密码，账户已锁定至{value}。',
    en: 'Too many wrong passwords; the account is locked until {value}.',
  },
  cross_origin: {
    status: 403,
    title: 'Request from another site',
    zh: '该请求来自其他网站，已拒绝。请在本站页面内操作。',
    en: 'The request came from another site and was refused. Use the pages of this site.',
  },
  not_allowed: {
    status: 403,
    title: 'Not allowed',
    zh: '您的角色不能这样做；需要以下角色之一：{value}。',
    en: 'Your role cannot do this; one of these is needed: {value}.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    zh: '没有找到：{value}。',
    en: 'There is nothing here: {value}.',
  },
  phone_in_use: {
    status: 409,
    title: 'Phone in use',
    zh: '这个手机号是另一位已核验身份的借款人的，不能换绑到这里。',
    en: 'This phone belongs to another borrower who was identified; it cannot be given to this account.',
  },
  policy_not_loaded: {
    status: 409,
    title: 'Policy version not loaded',
    zh: '该决定由策略版本{value}作出，本服务没有载入这个版本，无法重放。',
    en: 'The decision was made by policy version {value}, which this service has not loaded, so it cannot be run again.',
  },
  day_not_over: {
    status: 422,
    title: 'The day is not over',
    zh: '只能关账到{value}；当天尚未结束。',
    en: 'Days can be closed up to {value}; today is not over.',
  },
  consent_text_changed: {
    status: 409,
    title: 'The text has changed',
    zh: '授权文本已更新为版本{value}，请重新阅读。',
    en: 'The text of the consent is now version {value}; please read it again.',
  },
  roll_back_not_proposed: {
    status: 409,
    title: 'Roll-back not proposed',
    zh: '只有待批准的回滚可以批准；这一项现在是：{value}。',
    en: 'Only a proposed roll-back can be approved; this one is {value}.',
  },
  strategy_not_draft: {
    status: 409,
    title: 'Not a draft',
    zh: '该策略目前为“{value}”，不能再审批。',
    en: 'The strategy is “{value}” and cannot be approved or rejected now.',
  },
  day_in_future: {
    status: 422,
    title: 'The day has not come',
    zh: '“{field}”须不晚于{value}。',
    en: '“{field}” must not be later than {value}.',
  },
  cost_sheet_not_kept: {
    status: 409,
    title: 'The cost sheet cannot be made again',
    zh: '借款{value}签署时的成本明示表无法原样重现，请联系人工索取。',
    en: 'The cost sheet that loan {value} was signed on cannot be made again as it was; ask a person for it.',
  },
  loan_not_settled: {
    status: 409,
    title: 'The loan is not settled',
    zh: '这笔借款尚未结清，不能开具结清证明；今天结清需还{value}。',
    en: 'The loan is not settled, so there is no settlement certificate yet; {value} settles it today.',
  },
  loan_not_paid_out: {
    status: 409,
    title: 'The loan was not paid out',
    zh: '这笔借款没有放款，不能开具结清证明。',
    en: 'The loan was never paid out, so there is nothing to certify.',
  },
  file_too_large: {
    status: 413,
    title: 'File too large',
    zh: '文件超过{value}，请压缩或分开上传。',
    en: 'The file is above {value}; compress it or send it in parts.',
  },
  body_too_large: {
    status: 413,
    title: 'Request too large',
    zh: '请求内容过大，请分批发送。',
    en: 'The request is too large; send it in parts.',
  },
  unsupported_media: {
    status: 415,
    title: 'Unsupported type',
    zh: '不支持这种类型：{value}。',
    en: 'This type is not supported: {value}.',
  },
  evidence_type: {
    status: 415,
    title: 'Not a PDF, PNG or JPEG',
    zh: '“{value}”不是 PDF、PNG 或 JPEG 文件，请转换或拍照后再上传。',
    en: '“{value}” is not a PDF, PNG or JPEG file; convert it or take a photo, and upload that.',
  },
  invalid_input: {
    status: 422,
    title: 'Invalid input',
    zh: '“{field}”填写有误：{value}。',
    en: '“{field}” is not right: {value}.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    zh: '请求过于频繁，请在{value}秒后重试。',
    en: 'Too many requests; try again in {value} seconds.',
  },
  internal: {
    status: 500,
    title: 'Fault',
    zh: '服务出现故障，已记录（编号{value}）。请稍后重试；同一操作不会被执行两次。',
    en: 'Something failed here and was recorded (number {value}). Try again shortly; nothing will be done twice.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable for a moment',
    zh: '服务暂时不可用，请稍后重试；同一操作不会被执行两次。',
    en: 'The service is unavailable for a moment; try again shortly, nothing will be done twice.',
  },
} as const satisfies Record<string, { status: number; title: string } & LocalText>;

export type ProblemCode = keyof typeof problemWords;
