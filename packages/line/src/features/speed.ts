import { fieldOf } from './compile.ts';
import type { Seen } from './stream.ts';

const EARTH_KM = 6371;
/** Below this, tenths of a degree say nothing about movement. */
const DISTANCE_KM_MIN = 50;
/** Two sign-ins in one minute count as a minute apart: clocks of feeds are not that good. */
const MINUTES_MIN = 1;

export const hasPlace = (seen: Seen): boolean => placeOf(seen) !== null;

/** Whole km/h from one sign-in to the next along a great circle; nought where either does not say where it was. */
export const speedBetween = (a: Seen, b: Seen): number => {
  const from = placeOf(a);
  const to = placeOf(b);
  if (from === null || to === null) return 0;
  const distanceKm = haversineKm(from, to);
  if (distanceKm < DISTANCE_KM_MIN) return 0;
  const hours = Math.max(b.at - a.at, MINUTES_MIN * 60_000) / 3_600_000;
  return Math.floor(distanceKm / hours);
};

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}
const placeOf = (seen: Seen): Place | null => {
  const latitude = fieldOf(seen, 'latitudeTenths');
  const longitude = fieldOf(seen, 'longitudeTenths');
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  return { latitude: (latitude * Math.PI) / 1800, longitude: (longitude * Math.PI) / 1800 };
};

const haversineKm = (a: Place, b: Place): number => {
  const half =
    Math.sin((b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(a.latitude) * Math.cos(b.latitude) * Math.sin((b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
};
