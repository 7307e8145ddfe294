export { type AppParts, createApp, createWatchApp, type Env, networkOfRequest } from './app.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { HostUnknown, PortTaken, type Served, serve } from './serve.ts';
