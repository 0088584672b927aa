/** The workflow engine's REST API, and the instances of its processes. */
export { deployProcess } from './deploy-process.ts';
export { type Engine, engineAt, EngineRefusal, REQUEST_LIMIT_MS } from './engine.ts';
export { engineVariables } from './engine-variables.ts';
export { type Instance, type ProcessInstances, processInstances } from './process-instances.ts';
