export { type AppParts, createApp, type Env, networkOfRequest } from './app.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { PortTaken, type Served, serve } from './serve.ts';
