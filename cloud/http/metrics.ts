import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** A request was answered. The route is a pattern, so that ids make no series of their own. */
  answered(method: string, route: string, status: number, seconds: number): void;
  jobDone(name: string, outcome: 'done' | 'failed'): void;
  ready(is: boolean): void;
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'gesso_http_request_seconds',
    help: 'Requests by route and status class',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const jobs = new Counter({
    name: 'gesso_jobs_total',
    help: 'Jobs by name and outcome',
    labelNames: ['job', 'outcome'],
    registers: [registry],
  });
  const up = new Gauge({ name: 'gesso_ready', help: '1 while requests are taken', registers: [registry] });
  return {
    answered: (method, route, status, seconds) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    jobDone: (job, outcome) => jobs.inc({ job, outcome }),
    ready: (is) => up.set(is ? 1 : 0),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
