/** The report: one HTML file that says what an assessment found. It reads the assessment and nothing else. */
@NullMarked
package dev.gauntlet.app.report;

import org.jspecify.annotations.NullMarked;
