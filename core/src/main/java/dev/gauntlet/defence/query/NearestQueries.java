package dev.gauntlet.defence.query;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.data.Rows;
import dev.gauntlet.data.Schema;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.QueryDefence;
import dev.gauntlet.search.Asked;
import dev.gauntlet.threat.Knowledge;
import dev.gauntlet.threat.Screen;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Stops answering a client once a query of it is too near to its earlier ones: its mean distance to the nearest of them is below a
 * threshold. The threshold is fitted to clients that send random benign rows, so that at most a stated share of them is
 * flagged. Where benign rows repeat, it can be 0, and then nobody is flagged.
 *
 * <p>On the simulated network the defaults give a threshold of 0.17; of 200 clients that send 300 benign test rows each, 2 are
 * flagged. Label-only evasion, with random changes for its leftover queries, succeeds for 0.55 of 300 malicious rows without it,
 * 0.39 with it, and 0.53 if the attacker keeps its queries apart; on NSL-KDD's training file for 0.22 in all three cases. Benign
 * clients that are flagged are not part of the price in a finding.
 */
@AutoService(Defence.class)
public record NearestQueries(
        @Param(value = "earlier queries of the client that a query is compared with", low = 1, high = 1000)
        int nearest,

        @Param(value = "benign rows that a client sends when the threshold is fitted", low = 2, high = 10000)
        int queries,

        @Param(value = "largest share of such clients that is flagged", low = 0, high = 0.5)
        double flagged)
        implements QueryDefence {
    private static final int CLIENTS = 100;

    public NearestQueries {
        Catalogue.check(NearestQueries.class, nearest, queries, flagged);
    }

    public NearestQueries() {
        this(5, 300, 0.01);
    }

    @Override
    public Screen fitted(Dataset clean, Run run) {
        int[] benign = clean.benignRows();
        List<Double> least = run
                .map(CLIENTS, (client, own) -> {
                    Asked asked = new Asked(clean.schema(), nearest);
                    double smallest = Double.POSITIVE_INFINITY;
                    for (int row : own.rng().sample(benign, queries)) {
                        smallest = Math.min(smallest, asked.add(clean.rows().row(row)));
                    }
                    return Double.isInfinite(smallest) ? 0 : smallest;
                })
                .stream()
                .sorted()
                .toList();
        return new Fitted(clean.schema(), nearest, least.get((int) (flagged * CLIENTS)));
    }

    private record Fitted(Schema schema, int nearest, double threshold) implements Screen {
        @Override
        public Session open(String principal) {
            Asked asked = new Asked(schema, nearest);
            return new Session() {
                private boolean flagged;

                @Override
                public double[] pass(Rows rows, double[] shown) {
                    double[] seen = shown.clone();
                    int each = rows.size() == 0 ? 0 : seen.length / rows.size();
                    for (int i = 0; i < rows.size(); i++) {
                        flagged = flagged || asked.add(rows.row(i)) < threshold;
                        if (flagged) {
                            Arrays.fill(seen, i * each, (i + 1) * each, Double.NaN);
                        }
                    }
                    return seen;
                }
            };
        }

        @Override
        public List<Knowledge> known() {
            return List.of(
                    new Knowledge.Limit(threshold, Knowledge.Limit.QUERY_DISTANCE),
                    new Knowledge.Limit(nearest, Knowledge.Limit.NEAREST_QUERIES));
        }
    }

    @Override
    public Set<String> against() {
        return Set.of("evasion");
    }

    @Override
    public String summary() {
        return "Stops answering a client whose query is too near to its earlier ones.";
    }

    @Override
    public String when() {
        return "Use it where clients can query the detector and should not search with it. It costs answers to clients whose honest queries are alike; it stores their queries.";
    }

    @Override
    public String source() {
        return "Chen, Carlini, Wagner, Stateful Detection of Black-Box Adversarial Attacks, SPAI 2020";
    }

    @Override
    public String advice() {
        return "Remember the queries of each client, and investigate clients that send series of near-copies of one row.";
    }
}
