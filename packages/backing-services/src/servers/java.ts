/** The command line of a small Java server. */
import { join } from 'node:path';

const lean = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-Xshare:auto', '-Djava.awt.headless=true'];

export function jvm({ minMb, maxMb }: { minMb: number; maxMb: number }): string[] {
  return [`-Xms${minMb}m`, `-Xmx${maxMb}m`, ...lean];
}

export function classpath(jars: string): string[] {
  return ['-cp', [join(jars, 'classes'), join(jars, 'lib', '*')].join(':')];
}
