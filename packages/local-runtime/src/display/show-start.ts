/** Shows a person what happens to servers and services. */
import { type Exit, ExpectedError } from '@catalog/backing-services';
import { type Display, type Phase, seconds } from './display.ts';
import { serviceNames } from '@catalog/contracts';
import type { StartEvents } from '../launch/index.ts';

export type ShownStart = {
  events: StartEvents;
  /** Closes what is still shown as in progress, and shows nothing from then on. */
  close(failure?: string): Promise<void>;
};

const serverLines = ['postgres', 'rabbitmq', 'mongodb', 'elasticsearch', 'camunda', 'zipkin'];

/** `onServerEnded` is called when a server ends by itself. */
export function showStart(display: Display, onServerEnded: (failure: ExpectedError) => void): ShownStart {
  const since = new Map<string, number>();
  const phases: { servers?: Phase; services?: Phase } = {};
  const track = (phase: Phase, name: string, state: string, detail: string | undefined) => {
    if (!since.has(name)) since.set(name, performance.now());
    if (state === 'ready') phase.finish(name, `ready after ${seconds(since.get(name) ?? 0)}`);
    else phase.update(name, detail ? `${state}: ${detail}` : state);
  };
  let closed = false;
  const isPassing = (state: string) => closed || state === 'stopping' || state === 'stopped';
  const events: StartEvents = {
    server(name, state, detail) {
      if (isPassing(state)) return;
      const phase = (phases.servers ??= display.phase('Servers', serverLines));
      if (name === 'prerequisites') phase.note(state === 'ready' ? '' : `installing ${detail ?? ''}`);
      else track(phase, name, state, detail);
    },
    service(name, state) {
      if (isPassing(state)) return;
      track((phases.services ??= display.phase('Services', serviceNames)), name, state, undefined);
    },
    serverEnded: ({ name, pid, log }, lastLines) => {
      const what = `${name} (process ${pid}) ended by itself; stop with Ctrl-C and start again to have it back.`;
      const failure = new ExpectedError(`${what} Its log, ${log}, ends with:\n${endOf(lastLines, 10)}`);
      display.say(`\n${failure.message}`);
      onServerEnded(failure);
    },
    serviceEnded: (name, { exit, lastLines, delayMs }) => {
      const what = `${name} ended by itself (${wayOf(exit)}) and is started again in ${(delayMs / 1000).toFixed(1)} s.`;
      display.say(`\n${what} Its log ends with:\n${endOf(lastLines, 3)}`);
    },
    serviceRestarted: (name, pid) => display.say(`${name} was started again (process ${pid}).`),
    logShippingFailed: (sentence) => display.say(`\n${sentence}`),
  };
  return {
    events,
    async close(failure) {
      closed = true;
      for (const phase of [phases.servers, phases.services]) await phase?.close(failure);
    },
  };
}

const wayOf = ({ code, signal, error }: Exit): string => error?.message ?? (signal ? `signal ${signal}` : `code ${code}`);

const WIDTH = 200;

const endOf = (lines: readonly string[], count: number): string =>
  lines
    .slice(-count)
    .map((line) => `  ${line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line}`)
    .join('\n');
