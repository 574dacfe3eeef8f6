/** Labels that come from outside the data: rules in SQL, alerts, lists of indicators. */
@NullMarked
package dev.gauntlet.adapters.label;

import org.jspecify.annotations.NullMarked;
