/** The report: one HTML file with the results of an assessment. It reads the assessment and nothing else. */
@NullMarked
package dev.gauntlet.app.report;

import org.jspecify.annotations.NullMarked;
