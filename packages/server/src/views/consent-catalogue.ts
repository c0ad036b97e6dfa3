import type { BorrowerFile, ConsentKind, LocalText } from '@clearline/line';
import type { Consent as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

interface ConsentText {
  readonly title: LocalText;
  readonly text: LocalText;
  readonly required: boolean;
}

/** The version of the texts below; a new wording is a new version, and consent is to a version. */
const version = '2026-11-01';

/** Every consent on its own, in plain words: what is done, what for, and how to stop it. */
const catalogue: Readonly<Record<ConsentKind, ConsentText>> = {
  SERVICE_TERMS: {
    title: { zh: '用户服务协议', en: 'Terms of service' },
    text: {
      zh: '约定额度的使用方式、借款与还款、双方的权利，以及额度变动时我们必须说明理由并提前告知。',
      en: 'How the line is used, drawing and repaying, the rights of both sides, and our duty to explain and announce changes.',
    },
    required: true,
  },
  PRIVACY: {
    title: { zh: '个人信息处理规则', en: 'Handling of personal data' },
    text: {
      zh: '为核验身份、评估和管理额度，处理您的姓名、身份证号、手机号和账户信息。加密保存，可申请查阅、更正、删除。',
      en: 'We use your name, ID number, phone and account to identify you and run the line. Encrypted; you can see, correct and erase it.',
    },
    required: true,
  },
  BUREAU_QUERY: {
    title: { zh: '征信查询授权', en: 'Credit report query' },
    text: {
      zh: '申请和定期评估时查询您的信用报告。授权在额度存续期间有效，结清后可撤回。',
      en: 'We look at your credit report when you apply and at scheduled reviews. Valid while the line is open; can be withdrawn once settled.',
    },
    required: true,
  },
  BEHAVIOUR_DATA: {
    title: { zh: '设备与行为信息', en: 'Device and behaviour data' },
    text: {
      zh: '用登录设备和地区等信息发现盗用，例如陌生设备借款时请您验证本人。不同意不影响申请。',
      en: 'Device and place of sign-in help to spot theft, such as a draw from an unknown device. Refusing does not affect your application.',
    },
    required: false,
  },
  AUTO_DEBIT: {
    title: { zh: '自动扣款', en: 'Automatic repayment' },
    text: {
      zh: '到期日从您指定的账户扣款。不同意时请自行按期还款。',
      en: 'On due dates we collect from the account you name. Without it, you repay by yourself.',
    },
    required: false,
  },
  MARKETING: {
    title: { zh: '营销信息', en: 'Marketing' },
    text: {
      zh: '向您发送优惠和新功能。默认不开启，不影响额度，可随时关闭。',
      en: 'Offers and news. Off unless you turn it on, and it never affects your line.',
    },
    required: false,
  },
};

export function consentViews(file: BorrowerFile): ViewOf<typeof Contract>[] {
  return (Object.entries(catalogue) as [ConsentKind, ConsentText][]).map(([kind, text]) => ({
    kind,
    ...text,
    givenAt: (file.consents[kind] ?? file.consentsTakenBack[kind])?.givenAt ?? null,
    takenBackAt: file.consentsTakenBack[kind]?.takenBackAt ?? null,
    version,
  }));
}

/** The texts of the version that a borrower agreed to must be the ones on the page. */
export const consentVersion = version;
