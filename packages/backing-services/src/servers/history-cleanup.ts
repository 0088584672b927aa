/** When the engine removes the history whose time to live has passed; Camunda's Tomcat image says the same in its own file, what Spring runs is told. */
export const historyCleanup = { property: 'camunda.bpm.generic-properties.properties.history-cleanup-batch-window-start-time', from: '00:01' };

/** For images that are built on Spring. */
export const historyCleanupEnvironment = { SPRING_APPLICATION_JSON: JSON.stringify({ [historyCleanup.property]: historyCleanup.from }) };
