/** Propagates traces as B3: reads one header or several, writes several. A trace that comes without a sampling decision gets one here. */
import { type Context, type TextMapGetter, type TextMapPropagator, TraceFlags, trace } from '@opentelemetry/api';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';

/** `sampleRatio` is the share recorded of traces that come without a decision; the library alone would record none. */
export function b3Propagator(sampleRatio: number): TextMapPropagator {
  const library = new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER });
  return {
    inject: (context, carrier, setter) => library.inject(context, carrier, setter),
    fields: () => library.fields(),
    extract(context, carrier, getter) {
      const extracted = library.extract(context, carrier, getter);
      const remote = trace.getSpanContext(extracted);
      if (extracted === context || remote === undefined || isDecided(carrier, getter)) return extracted;
      return decided(extracted, isWithin(sampleRatio, remote.traceId));
    },
  };
}

function isDecided(carrier: unknown, getter: TextMapGetter): boolean {
  const single = getter.get(carrier, 'b3');
  if (single !== undefined) return String(single).split('-').length > 2;
  return getter.get(carrier, 'x-b3-sampled') !== undefined || getter.get(carrier, 'x-b3-flags') !== undefined;
}

function decided(context: Context, isWanted: boolean): Context {
  const remote = trace.getSpanContext(context)!;
  return trace.setSpanContext(context, { ...remote, traceFlags: isWanted ? TraceFlags.SAMPLED : TraceFlags.NONE });
}

/** The same answer for one trace in every service. */
const isWithin = (ratio: number, traceId: string): boolean => Number.parseInt(traceId.slice(-8), 16) < ratio * 2 ** 32;
