package dev.gauntlet.defence;

import dev.gauntlet.process.AlertRule;
import dev.gauntlet.process.Pipeline;

/** A rule on which alarms reach the analyst. */
public interface AlertDefence extends Defence, AlertRule {
    @Override
    default Pipeline guard(Pipeline process) {
        return process.withAlertRule(this);
    }
}
