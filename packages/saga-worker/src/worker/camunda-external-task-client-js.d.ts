/** What we use of the client, which ships no types. */
declare module 'camunda-external-task-client-js' {
  import type { EventEmitter } from 'node:events';

  export type ExternalTask = {
    id: string;
    topicName: string;
    businessKey: string | null;
    /** null until a failure has been reported. */
    retries: number | null;
    processInstanceId: string;
    variables: Variables;
  };

  /** The options got is called with. */
  export type RequestOptions = { json?: { topics?: unknown }; headers?: Record<string, string>; [option: string]: unknown };

  export class Variables {
    getAll(): Record<string, unknown>;
    setAll(values: Record<string, unknown>): Variables;
  }

  export type TaskService = {
    complete(task: ExternalTask, variables?: Variables): Promise<void>;
    handleFailure(
      task: ExternalTask,
      failure: { errorMessage: string; errorDetails: string; retries: number; retryTimeout: number },
    ): Promise<void>;
    handleBpmnError(task: ExternalTask, code: string, message: string): Promise<void>;
    extendLock(task: ExternalTask, durationMs: number): Promise<void>;
  };

  export class Client extends EventEmitter {
    constructor(options: {
      baseUrl: string;
      workerId: string;
      maxTasks: number;
      maxParallelExecutions: number;
      interval: number;
      lockDuration: number;
      autoPoll: boolean;
      asyncResponseTimeout: number;
      sorting: { sortBy: string; sortOrder: string }[];
      interceptors: (request: RequestOptions) => RequestOptions;
    });
    static SortBy: { CreateTime: string };
    static SortOrder: { ASC: string };
    start(): void;
    stop(): void;
    subscribe(topic: string, options: object, handler: (given: { task: ExternalTask; taskService: TaskService }) => Promise<void>): void;
  }
}
