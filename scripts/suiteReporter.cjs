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
    if (output === undefined) return;
    // Singular: by now mocha has renamed the option that its types call reporterOptions.
    const withOutput = { ...options, reporterOption: { output } };
    this.json = new reporters.JSON(runner, withOutput);
  }
}

module.exports = SuiteReporter;
