export { createLimits, type Limits, type Rule, type Taken } from './limits.ts';
export { networkOf } from './network.ts';
export { RULES } from './rules.ts';
