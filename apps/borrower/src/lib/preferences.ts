/** Small things this device remembers. Nothing here decides anything; the server knows nothing of it. */
const LARGE_TYPE = 'clearline.large-type';
const PHONE = 'clearline.phone';

export function largeType(): boolean {
  return localStorage.getItem(LARGE_TYPE) === 'on';
}

/** Turns large-type mode 长辈模式 on or off, for the page and for later visits. */
export function setLargeType(on: boolean): void {
  localStorage.setItem(LARGE_TYPE, on ? 'on' : 'off');
  applyLargeType();
}

export function applyLargeType(): void {
  if (largeType()) document.documentElement.dataset['type'] = 'large';
  else delete document.documentElement.dataset['type'];
}

/** The phone of this browser session, so that the demo outbox can be asked for its messages. Gone with the tab. */
export function rememberPhone(phone: string): void {
  sessionStorage.setItem(PHONE, phone);
}

export function rememberedPhone(): string {
  return sessionStorage.getItem(PHONE) ?? '';
}

export function forgetPhone(): void {
  sessionStorage.removeItem(PHONE);
}
