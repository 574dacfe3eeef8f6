/** The report: one HTML file with the results of an assessment, or of retraining. It reads these and nothing else. */
@NullMarked
package dev.gauntlet.app.report;

import org.jspecify.annotations.NullMarked;
