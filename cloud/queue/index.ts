export { openQueue, type QueueDatabase } from './pg-boss-queue.ts';
export type { Handlers, JobName, Jobs, Queue } from './queue.ts';
