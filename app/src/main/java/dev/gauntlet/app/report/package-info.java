/** x. */
@org.jspecify.annotations.NullMarked
package dev.gauntlet.app.report;
