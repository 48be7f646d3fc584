import type { z } from 'zod';
import type { brake } from '#shared/schemas/plans.ts';

export type Brake = z.infer<typeof brake>;

export type BrakeLimits = {
  /** Percent of active people above which a plan is held. */
  percent: number;
  /** So many people are never held by the percentage. */
  floor: number;
  /** More people than this are always held. */
  maximum: number;
  secondApproval: boolean;
};

const percentOf = (part: number, whole: number): number => (whole === 0 ? (part === 0 ? 0 : 100) : Math.round((part / whole) * 10_000) / 100);

/**
 * M14: whether a plan is held. Held when it, together with what was applied in the last 24 hours, takes something
 * from more than `percent` of the active people and more than `floor` of them, or from more than `maximum`.
 *
 * @param people who lose something by this plan.
 * @param recent others who lost something in the last 24 hours.
 * @param active people who can sign in now.
 */
export function applyBrake(people: number, recent: number, active: number, limits: BrakeLimits): Brake {
  const together = people + recent;
  const share = active === 0 ? (together > 0 ? Infinity : 0) : (together / active) * 100;
  const held = people > 0 && ((share > limits.percent && together > limits.floor) || together > limits.maximum);
  return {
    held,
    people,
    activePeople: active,
    percent: percentOf(people, active),
    recentPeople: recent,
    percentWithRecent: percentOf(together, active),
    limitPercent: limits.percent,
    limitPeople: limits.maximum,
    needsApproval: held && limits.secondApproval,
  };
}
