export interface RateLimit {
  /** Seconds to wait before the next try, or 0 when this one may pass (and is counted). */
  take(key: string, nowMs: number): number;
}

const keysAtMost = 50_000;

/**
 * Allows `limit` takes per key in any window of `windowMs`. Held in memory, per process: it blunts floods from one
 * address, while the limits that protect a phone or an account are counted in the database.
 */
export function rateLimit(limit: number, windowMs: number): RateLimit {
  const taken = new Map<string, number[]>();
  const forgetOld = (nowMs: number): void => {
    for (const [key, times] of taken) if ((times.at(-1) ?? 0) <= nowMs - windowMs) taken.delete(key);
  };
  return {
    take(key, nowMs) {
      if (taken.size > keysAtMost) forgetOld(nowMs);
      const recent = (taken.get(key) ?? []).filter((time) => time > nowMs - windowMs);
      const oldest = recent[0];
      if (recent.length >= limit && oldest !== undefined) {
        taken.set(key, recent);
        return Math.max(1, Math.ceil((oldest + windowMs - nowMs) / 1000));
      }
      taken.set(key, [...recent, nowMs]);
      return 0;
    },
  };
}
