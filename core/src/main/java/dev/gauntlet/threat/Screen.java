package dev.gauntlet.threat;

import dev.gauntlet.data.Rows;
import java.util.List;

/** What stands between a detector and those who query it, for example rounding or a rate limit. */
public interface Screen {
    /** Lets everything through. */
    Screen OPEN = principal -> (asked, shown) -> shown;

    /**
     * A session that has seen no query yet.
     *
     * @param principal who queries
     */
    Session open(String principal);

    /** What an attacker who knows the screen knows of it beside the screen itself. */
    default List<Knowledge> known() {
        return List.of();
    }

    /** What this screen has let one client see; it sees every query of that client in order. Not thread-safe. */
    interface Session {
        /**
         * Passes, changes or refuses answers.
         *
         * @param asked n rows queried
         * @param shown n x m numbers as they would be shown, row after row: of each the probability of malice, 1 and 0 where
         *     labels are shown; then, of a detector of kinds that shows scores, the probability of each class
         * @return as many numbers: what is shown, NaN for all numbers of a row that is refused
         */
        double[] pass(Rows asked, double[] shown);
    }

    /** Screens one behind the other: the first is next to the detector. */
    static Screen of(List<? extends Screen> screens) {
        if (screens.isEmpty()) {
            return OPEN;
        }
        return principal -> {
            List<Session> sessions =
                    screens.stream().map(screen -> screen.open(principal)).toList();
            return (asked, shown) -> {
                double[] seen = shown;
                for (Session session : sessions) {
                    seen = session.pass(asked, seen);
                }
                return seen;
            };
        };
    }
}
