/** Mocha's dots for people, and the counts of the run as JSON in the file that the option `report` names. A run that does not end after its tests has failed. */
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const END_LIMIT_MS = 120_000;

module.exports = class CountingReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const { report } = options.reporterOptions;
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      writeFileSync(report, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
      setTimeout(endAsFailed, END_LIMIT_MS).unref();
    });
  }
};

function endAsFailed() {
  console.error(`The tests are over, and something keeps their process alive: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit(1);
}
