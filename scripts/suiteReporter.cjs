'use strict';

const { reporters } = require('mocha');

/**
 * One dot per test and the failures at the end; with VETHSCOPE_REPORT set, mocha's JSON report in that
 * file as well, for the table that `npm test` prints.
 */
class SuiteReporter {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    this.dot = new reporters.Dot(runner, options);
    const output = process.env.VETHSCOPE_REPORT;
    if (output !== undefined)
      this.json = new reporters.JSON(runner, { ...options, reporterOptions: { output } });
  }
}

module.exports = SuiteReporter;
