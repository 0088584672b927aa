/** Shows progress: on a terminal as lines that change in place, elsewhere as one plain line per change. */
import { Listr, type ListrTaskWrapper, type DefaultRenderer, type SimpleRenderer } from 'listr2';

export type Phase = {
  update(line: string, text: string): void;
  finish(line: string, text?: string): void;
  /** Shown beside the phase itself. */
  note(text: string): void;
  /** Closes the lines that are still open: as failed, or as done if there is no failure. */
  close(failure?: string): Promise<void>;
};

export type Display = {
  phase(title: string, lines: readonly string[]): Phase;
  say(text: string): void;
};

export const createDisplay = (): Display =>
  process.stdout.isTTY && !process.env['CI'] ? { phase: livePhase, say } : { phase: plainPhase, say };

const say = (text: string): void => console.log(text);

type Line = { task?: Task; text: string; ended: PromiseWithResolvers<void>; since: number };
type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

function livePhase(title: string, names: readonly string[]): Phase {
  const newLine = (name: string): Line => ({ text: name, ended: Promise.withResolvers<void>(), since: performance.now() });
  const lines = new Map(names.map((name) => [name, newLine(name)]));
  for (const { ended } of lines.values()) ended.promise.catch(() => undefined);
  let whole: Task | undefined;
  const show = (name: string, text: string) => {
    const line = lines.get(name);
    if (!line) return undefined;
    line.text = `${name}  ${text}`;
    if (line.task) line.task.title = line.text;
    return line;
  };
  const children = [...lines].map(([name, line]) => ({
    title: name,
    task: (_: unknown, task: Task) => {
      line.task = task;
      task.title = line.text;
      return line.ended.promise;
    },
  }));
  const list = new Listr(
    [
      {
        title,
        task: (_, task) => {
          whole = task as Task;
          return task.newListr(children, { concurrent: true, exitOnError: false });
        },
      },
    ],
    listOptions,
  );
  const shown = list.run().catch(() => undefined);
  return {
    update: (name, text) => void show(name, text),
    finish: (name, text) => {
      const line = lines.get(name);
      if (line) show(name, text ?? seconds(line.since))?.ended.resolve();
    },
    note: (text) => {
      if (whole) whole.title = text ? `${title} (${text})` : title;
    },
    async close(failure) {
      for (const { ended } of lines.values()) {
        if (failure === undefined) ended.resolve();
        else ended.reject(new Error(failure));
      }
      await shown;
    },
  };
}

const listOptions = {
  // Otherwise Listr would exit the process at the first signal.
  registerSignalListeners: false,
  exitOnError: false,
  rendererOptions: { collapseSubtasks: false, collapseErrors: false, showErrorMessage: false },
};

function plainPhase(title: string, names: readonly string[]): Phase {
  const since = performance.now();
  const open = new Set(names);
  const shown = new Map<string, string>();
  const print = (name: string, text: string) => {
    // Of a running count only the first value and the final one are printed.
    const kind = text.replaceAll(/\d+/g, '');
    if (shown.get(name) === kind) return;
    shown.set(name, kind);
    say(`${title}: ${name}: ${text}`);
  };
  return {
    update: print,
    finish: (name, text) => {
      if (!open.delete(name)) return;
      shown.delete(name);
      print(name, text ?? seconds(since));
    },
    note: (text) => {
      if (text) say(`${title}: ${text}`);
    },
    async close() {
      open.clear();
    },
  };
}

export const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
