/** Mocha's dots for people, and the counts of the run as JSON in the file that the option `report` names. */
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class CountingReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const { report } = options.reporterOptions;
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      writeFileSync(report, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
    });
  }
};
