package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import dev.gauntlet.measure.BaseRate;

/**
 * Who handles the alarms.
 *
 * @param analysts on duty at any time
 * @param minutes that one alarm takes an analyst, on average; exponentially distributed
 * @param patience minutes within which an analyst must begin with an alarm
 * @param rate the share of events that is malicious, and how many events are scored each day
 */
public record TriageDesk(int analysts, double minutes, double patience, BaseRate rate) {
    /** Three analysts, ten minutes for an alarm, one hour, and 10 000 events a day of which one in a thousand is malicious. */
    public static final TriageDesk USUAL = new TriageDesk(3, 10, 60, new BaseRate(0.001, 10_000));

    public TriageDesk {
        Require.between("analysts", analysts, 1, 1000);
        Require.between("minutes", minutes, 0.01, 1440);
        Require.between("patience", patience, 0, 10_080);
    }

    /** The same where other events are scored. */
    public TriageDesk withRate(BaseRate other) {
        return new TriageDesk(analysts, minutes, patience, other);
    }
}
