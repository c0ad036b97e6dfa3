import type { LocalText } from './vocabulary.ts';

/**
 * Provinces, autonomous regions and municipalities, by their ISO 3166-2 codes. A region says where a product is offered: it
 * is where the applicant lives or trades, never where they were born, registered or belong, and no rule about a person may
 * look at it (G6).
 */
export const REGIONS = {
  'CN-BJ': { zh: '北京市', en: 'Beijing' },
  'CN-TJ': { zh: '天津市', en: 'Tianjin' },
  'CN-HE': { zh: '河北省', en: 'Hebei' },
  'CN-SX': { zh: '山西省', en: 'Shanxi' },
  'CN-NM': { zh: '内蒙古自治区', en: 'Inner Mongolia' },
  'CN-LN': { zh: '辽宁省', en: 'Liaoning' },
  'CN-JL': { zh: '吉林省', en: 'Jilin' },
  'CN-HL': { zh: '黑龙江省', en: 'Heilongjiang' },
  'CN-SH': { zh: '上海市', en: 'Shanghai' },
  'CN-JS': { zh: '江苏省', en: 'Jiangsu' },
  'CN-ZJ': { zh: '浙江省', en: 'Zhejiang' },
  'CN-AH': { zh: '安徽省', en: 'Anhui' },
  'CN-FJ': { zh: '福建省', en: 'Fujian' },
  'CN-JX': { zh: '江西省', en: 'Jiangxi' },
  'CN-SD': { zh: '山东省', en: 'Shandong' },
  'CN-HA': { zh: '河南省', en: 'Henan' },
  'CN-HB': { zh: '湖北省', en: 'Hubei' },
  'CN-HN': { zh: '湖南省', en: 'Hunan' },
  'CN-GD': { zh: '广东省', en: 'Guangdong' },
  'CN-GX': { zh: '广西壮族自治区', en: 'Guangxi' },
  'CN-HI': { zh: '海南省', en: 'Hainan' },
  'CN-CQ': { zh: '重庆市', en: 'Chongqing' },
  'CN-SC': { zh: '四川省', en: 'Sichuan' },
  'CN-GZ': { zh: '贵州省', en: 'Guizhou' },
  'CN-YN': { zh: '云南省', en: 'Yunnan' },
  'CN-XZ': { zh: '西藏自治区', en: 'Tibet' },
  'CN-SN': { zh: '陕西省', en: 'Shaanxi' },
  'CN-GS': { zh: '甘肃省', en: 'Gansu' },
  'CN-QH': { zh: '青海省', en: 'Qinghai' },
  'CN-NX': { zh: '宁夏回族自治区', en: 'Ningxia' },
  'CN-XJ': { zh: '新疆维吾尔自治区', en: 'Xinjiang' },
} as const satisfies Record<string, LocalText>;

export type Region = keyof typeof REGIONS;
export const REGION_CODES = Object.keys(REGIONS) as readonly Region[];
