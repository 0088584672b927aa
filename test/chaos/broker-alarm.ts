/** Does some work during a memory or disk alarm of the broker, which blocks publishers then. */
import { eventually } from '../support/eventually.ts';
import type { FragileServer } from './fragile-server.ts';

export const alarms = ['memory', 'disk'] as const;
export type BrokerAlarm = (typeof alarms)[number];

const settings: Record<BrokerAlarm, { on: string[]; off: string[] }> = {
  memory: { on: ['set_vm_memory_high_watermark', 'absolute', '1MB'], off: ['set_vm_memory_high_watermark', 'absolute', '1GB'] },
  disk: { on: ['set_disk_free_limit', '1000000000000000'], off: ['set_disk_free_limit', '200MB'] },
};

export async function duringAlarm({ control }: FragileServer, alarm: BrokerAlarm, work: () => Promise<void>): Promise<void> {
  const alarmIs = (on: boolean) =>
    eventually(
      async () => {
        const told = await control('--silent', 'eval', 'rabbit_alarm:get_alarms().');
        if (told.includes(alarm) !== on) throw new Error(`the alarms are ${told}`);
      },
      { within: 60_000, every: 500 },
    );
  await control(...settings[alarm].on);
  try {
    await alarmIs(true);
    await work();
  } finally {
    await control(...settings[alarm].off);
    await alarmIs(false);
  }
}
