/** When Camunda deletes history whose time to live has passed; its Tomcat image configures that itself, Spring has to be told. */
export const historyCleanup = {
  property: 'camunda.bpm.generic-properties.properties.history-cleanup-batch-window-start-time',
  from: '00:01',
};

/** For images that are built on Spring. */
export const historyCleanupEnvironment = { SPRING_APPLICATION_JSON: JSON.stringify({ [historyCleanup.property]: historyCleanup.from }) };
