/**
 * A position is `made_at_ms * POSITIONS_PER_MS + n`: milliseconds with room for that many pictures in each. It
 * stays a whole number that JavaScript can hold until the year 2248.
 */
export const POSITIONS_PER_MS = 1024;
