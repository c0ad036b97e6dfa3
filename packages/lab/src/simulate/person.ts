import type { Random } from './random.ts';

/** Fictional identities. ID numbers use the region code 999999, which is nobody’s, with a valid check digit. */
const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '欧阳'];
const GIVEN = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '军',
  '洋',
  '勇',
  '艳',
  '杰',
  '涛',
  '明',
  '超',
  '秀英',
  '桂兰',
  '子涵',
  '梓萱',
];
export const PROVINCES = ['浙江', '广东', '江苏', '四川', '河南', '山东', '湖北', '福建'];

export interface Person {
  readonly name: string;
  readonly phone: string;
  readonly idNumber: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

export const personOf = (random: Random, index: number): Person => {
  const year = random.between(1962, 2004);
  const two = (value: number): string => String(value).padStart(2, '0');
  // Every number is one person’s: index → (serial, day, month) meets each combination once before the year must tell apart.
  const serial = index % 1000;
  const day = 1 + ((Math.floor(index / 1000) + serial * 5) % 28);
  const month = 1 + ((Math.floor(index / 28_000) + serial * 7) % 12);
  const body = `999999${year}${two(month)}${two(day)}${String(serial).padStart(3, '0')}`;
  const sum = body.split('').reduce((total, digit, place) => total + Number(digit) * (WEIGHTS[place] ?? 0), 0);
  return {
    name: `${random.pick(SURNAMES)}${random.pick(GIVEN)}`,
    // 1000… is no assigned mobile prefix: no message can reach a real person.
    phone: `100${String(index).padStart(8, '0')}`,
    idNumber: `${body}${CHECK[sum % 11]}`,
  };
};

/** As the product masks them. */
export const masked = (person: Person): { name: string; phone: string; idNumber: string } => ({
  name: `${surnameOf(person.name)}**`,
  phone: `${person.phone.slice(0, 3)}****${person.phone.slice(-4)}`,
  idNumber: `${person.idNumber.slice(0, 4)}**********${person.idNumber.slice(-4)}`,
});

const surnameOf = (name: string): string => SURNAMES.find((surname) => name.startsWith(surname)) ?? name.slice(0, 1);
