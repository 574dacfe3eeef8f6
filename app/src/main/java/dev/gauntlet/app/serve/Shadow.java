package dev.gauntlet.app.serve;

import dev.gauntlet.base.Run;
import dev.gauntlet.data.Records;
import dev.gauntlet.process.assemble.Assembly;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry's shadow: it scores the same records as the champion, and disagreements are kept. */
public final class Shadow {
    /**
     * The disagreements of a shadow.
     *
     * @param judged the rows that both have judged
     * @param more how many of them only the shadow calls malicious
     * @param fewer how many of them only the champion does
     */
    public record Tally(int version, long judged, long more, long fewer) {}

    private final int version;
    private final Scorer judge;
    private final Assembly.Running assembly;
    private Tally tally;

    private Shadow(Tally tally, Scorer judge, Assembly.Running assembly) {
        this.version = tally.version();
        this.judge = judge;
        this.assembly = assembly;
        this.tally = tally;
    }

    /**
     * A shadow before its first batch.
     *
     * @param before what was found before, of all shadows
     */
    static Shadow of(Deployed shadow, List<Tally> before) {
        int version = shadow.version().orElseThrow();
        Tally own = before.stream()
                .filter(one -> one.version() == version)
                .findFirst()
                .orElse(new Tally(version, 0, 0, 0));
        return new Shadow(own, shadow.judge(0, false), shadow.table().assembly().start());
    }

    /**
     * Why a version cannot judge what is read for the champion: it reads other columns, or the same in another way; or it
     * answers with a quantity. Empty if it can.
     */
    static Optional<String> obstacle(Deployed champion, Deployed shadow) {
        if (shadow.isQuantity() || champion.isQuantity()) {
            return Optional.of("one of them estimates a quantity");
        }
        var more = new HashSet<>(shadow.table().assembly().reads());
        more.removeAll(champion.table().assembly().reads());
        if (!more.isEmpty()) {
            return Optional.of("it reads columns that the champion does not: "
                    + more.stream().sorted().toList());
        }
        var numbers = new HashSet<>(shadow.table().numbers());
        numbers.removeAll(champion.table().numbers());
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of("it reads as numbers what the champion does not: "
                        + numbers.stream().sorted().toList());
    }

    /** Judges a batch, and returns a line of JSON for each row on which it disagrees with the champion. */
    String judge(Records records, List<Judged> champion, Run run) {
        Map<Long, Judged> said = new HashMap<>();
        champion.forEach(one -> said.put(one.row(), one));
        StringBuilder lines = new StringBuilder();
        for (Judged own : judge.judge(assembly.assemble(records).rows(), run).judged()) {
            Judged other = said.get(own.row());
            if (other == null) {
                continue;
            }
            boolean differs = own.malicious() != other.malicious();
            tally = new Tally(
                    version,
                    tally.judged + 1,
                    tally.more + (differs && own.malicious() ? 1 : 0),
                    tally.fewer + (differs && other.malicious() ? 1 : 0));
            if (differs) {
                lines.append("{\"row\":%d,\"version\":%d,\"verdict\":\"%s\",\"score\":%s,\"champion\":%s}\n"
                        .formatted(
                                own.row(),
                                version,
                                own.malicious() ? "malicious" : "benign",
                                VerdictFormat.number(own.score()),
                                VerdictFormat.number(other.score())));
            }
        }
        return lines.toString();
    }

    Tally tally() {
        return tally;
    }
}
