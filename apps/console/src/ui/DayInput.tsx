import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';

const FORMAT = 'YYYY-MM-DD';

interface DayInputProps {
  /** `2026-11-28`; empty or absent when no day is chosen. */
  readonly value?: string;
  readonly onChange?: (day: string) => void;
  /** The last day that may be chosen. */
  readonly max?: string;
  readonly id?: string;
  readonly label?: string;
}

/** A day, typed or chosen, in the page’s language: the browser’s own field would speak the browser’s. */
export function DayInput({ value, onChange, max, id, label }: DayInputProps) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(max === undefined || max === '' ? {} : { maxDate: dayjs(max) })}
      value={value === undefined || value === '' ? null : dayjs(value)}
      onChange={(day) => onChange?.(day?.format(FORMAT) ?? '')}
      format={FORMAT}
      allowClear={false}
      // Its “today” would be the computer’s, not the lender’s business date.
      showNow={false}
      className="day-input"
    />
  );
}
