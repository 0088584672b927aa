/** Reads a Secret of the own namespace, and tells when it changes. */
import { answered, ownNamespace } from './namespace.ts';

export type WatchedSecret = {
  /** The value of this key; undefined if there is none. */
  read(key: string): Promise<string | undefined>;
  /** Resolves when it has changed since it was read, and after 50 s in any case. */
  changed(signal: AbortSignal): Promise<void>;
};

export async function openSecret(name: string): Promise<WatchedSecret> {
  const {
    cluster,
    namespace,
    client: { CoreV1Api, Watch },
  } = await ownNamespace();
  const api = cluster.makeApiClient(CoreV1Api);
  const watch = new Watch(cluster);
  let resourceVersion: string | undefined;
  return {
    async read(key) {
      const { metadata, data } = await answered(api.readNamespacedSecret({ name, namespace }), READ_WITHIN_MS);
      resourceVersion = metadata?.resourceVersion;
      const value = data?.[key];
      return value && Buffer.from(value, 'base64').toString();
    },
    async changed(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stop = () => resolve();
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      const query = { fieldSelector: `metadata.name=${name}`, resourceVersion, timeoutSeconds: LOOK_AFTER_SECONDS };
      const ended = (error: unknown) => (isEnd(error) ? resolve() : reject(error));
      const watching = watch.watch(`/api/v1/namespaces/${namespace}/secrets`, query, stop, ended);
      watching.catch(reject);
      try {
        await promise;
      } finally {
        signal.removeEventListener('abort', stop);
        void watching.then(
          (controller) => controller.abort(),
          () => undefined,
        );
      }
    },
  };
}

const READ_WITHIN_MS = 5_000;
const LOOK_AFTER_SECONDS = 50;

/** The server has ended the watch, or it timed out. */
const isEnd = (error: unknown): boolean => !error || (error instanceof Error && error.name === 'TimeoutError');
