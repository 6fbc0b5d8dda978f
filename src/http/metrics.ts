import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Endpoint, endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';

/** What the program says of itself at a scrape: each name with its help and its value (null: not known now), or a value for each label. */
export type GaugeReader = () => Promise<Record<string, { help: string; value: number | null } | LabelledGauge>>;

interface LabelledGauge {
  help: string;
  label: string;
  values: readonly { of: string; value: number }[];
}

export interface Metrics {
  observe: (exchange: Exchange, seconds: number) => void;
  endpoint: Endpoint;
}

const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const NAME = 'http_request_duration_seconds';

interface Series {
  labels: string;
  /** How many fell into each bucket, the last being "longer than all". */
  counts: Uint32Array;
  sum: number;
}

export function metrics(readGauges?: GaugeReader): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = new Map<string, Gauge>();
  const collect = async (): Promise<void> => {
    for (const [name, read] of Object.entries((await readGauges?.()) ?? {})) {
      const labelNames = 'label' in read ? [read.label] : [];
      const gauge = gauges.get(name) ?? new Gauge({ name, help: read.help, labelNames, registers: [registry] });
      gauges.set(name, gauge);
      if ('label' in read) {
        gauge.reset();
        for (const { of, value } of read.values) gauge.set({ [read.label]: of }, value);
      } else if (read.value === null) gauge.reset();
      else gauge.set(read.value);
    }
  };
  const durations = durationHistogram();
  return {
    observe: durations.observe,
    endpoint: endpoint({
      method: 'get',
      path: '/metrics',
      summary: 'Metrics in Prometheus’ text format',
      tags: ['operation'],
      access: 'open',
      responses: { 200: { description: 'Metrics', contentType: registry.contentType } },
      handler: async () => {
        await collect();
        return { text: (await registry.metrics()) + durations.text() };
      },
    }),
  };
}

/** prom-client looks its labels up anew at each observation, which costs more than all else that is done per request here. */
function durationHistogram() {
  const series = new Map<string, Map<number, Series>>();
  const seriesOf = (exchange: Exchange): Series => {
    const route = exchange.route ?? 'none';
    const name = `${exchange.request.method} ${route}`;
    let ofRoute = series.get(name);
    if (ofRoute === undefined) {
      ofRoute = new Map();
      series.set(name, ofRoute);
    }
    const status = exchange.response.statusCode;
    let one = ofRoute.get(status);
    if (one === undefined) {
      one = {
        labels: `method="${exchange.request.method}",route="${route}",status="${status}"`,
        counts: new Uint32Array(BOUNDS.length + 1),
        sum: 0,
      };
      ofRoute.set(status, one);
    }
    return one;
  };
  return {
    observe(exchange: Exchange, seconds: number): void {
      const one = seriesOf(exchange);
      let bucket = 0;
      while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]!) bucket += 1;
      one.counts[bucket]! += 1;
      one.sum += seconds;
    },
    text(): string {
      const lines = [
        `# HELP ${NAME} How long requests took, until their answer was complete or their client gone.`,
        `# TYPE ${NAME} histogram`,
      ];
      for (const { labels, counts, sum } of [...series.values()].flatMap((ofRoute) => [...ofRoute.values()])) {
        let total = 0;
        for (const [index, count] of counts.entries()) {
          total += count;
          lines.push(`${NAME}_bucket{${labels},le="${BOUNDS[index] ?? '+Inf'}"} ${total}`);
        }
        lines.push(`${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${total}`);
      }
      return `${lines.join('\n')}\n`;
    },
  };
}
