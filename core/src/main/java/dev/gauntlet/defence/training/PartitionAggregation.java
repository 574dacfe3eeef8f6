package dev.gauntlet.defence.training;

import com.google.auto.service.AutoService;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Param;
import dev.gauntlet.base.Require;
import dev.gauntlet.base.Run;
import dev.gauntlet.data.Dataset;
import dev.gauntlet.defence.Defence;
import dev.gauntlet.defence.TrainingDefence;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.kernel.VotingKernel;
import dev.gauntlet.process.Learner;
import dev.gauntlet.process.Split;
import dev.gauntlet.process.Train;
import dev.gauntlet.threat.Goals;
import dev.gauntlet.threat.ThreatModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Divides the training rows into disjoint partitions by a hash of each row's values, trains one detector on each, and alarms if at
 * least half of them do. A training row that is inserted, removed or relabelled changes one vote at most: neither its label
 * nor any other row decides its partition, and a member's training depends on the values and labels of its own rows
 * alone. Each member has its threshold at the process's operating point, set on validation rows, which are trusted; that of the
 * vote is fixed, because one that were set on the votes would depend on every member. So {@link VotingKernel#tolerates}
 * certifies each verdict against that many rows.
 *
 * <p>Each member learns from fewer rows. On the simulated network (14,435 training rows, false-positive rate 0.01) random forests
 * have recall 0.84 alone and 0.77, 0.66 and 0.57 in votes of 3, 5 and 15; verdicts on the malicious rows that are found then
 * tolerate 1, 2 and 7 rows at the median.
 *
 * <p>The certificate does not hold behind a cleaner that looks at other rows (a filter by neighbours, outliers or quotas): one
 * row then decides on several, in several partitions.
 *
 * <p>A partition of one class votes for that class on every row, and one without labelled rows votes for no alarm, unless
 * the algorithm learns without labels.
 */
@AutoService(Defence.class)
public record PartitionAggregation(
        @Param(
                value = "partitions, each with a detector of its own; of an even number a tie is an alarm",
                low = 1,
                high = 1000)
        int partitions)
        implements TrainingDefence {
    private static final double MAJORITY = 0.5;

    public PartitionAggregation {
        Catalogue.check(PartitionAggregation.class, partitions);
    }

    public PartitionAggregation() {
        this(5);
    }

    @Override
    public Model harden(Learner inner, Train step, Split.Parts parts, ThreatModel assumed, Run run) {
        Train member = new Train(step.trainer(), step.point(), Optional.empty());
        List<Dataset> divided = divided(parts.train());
        List<Optional<Model>> learnt = run.child("members").map(partitions, (i, own) -> {
            Dataset rows = divided.get(i);
            boolean learnable = rows.hasBothSides(1) || (step.trainer().unsupervised() && rows.size() > 0);
            return learnable
                    ? Optional.of(inner.learn(member, parts.withTrain(rows), assumed, own))
                    : Optional.<Model>empty();
        });
        List<VotingKernel.Member> members = learnt.stream()
                .flatMap(Optional::stream)
                .map(VotingKernel.Member::of)
                .toList();
        Require.that(
                !members.isEmpty(),
                "no partition has rows of both classes; partitions must be fewer than " + partitions);
        int always = (int) IntStream.range(0, partitions)
                .filter(i -> learnt.get(i).isEmpty() && divided.get(i).maliciousRows().length > 0)
                .count();
        VotingKernel vote = new VotingKernel(members, partitions - members.size() - always, always);
        Model model = new Model(
                step.trainer().id(), parts.train().schema(), Encoding.identity(vote.inputs()), vote, MAJORITY);
        return step.calibration()
                .map(map -> map.apply(model, parts.validation()).withThreshold(MAJORITY))
                .orElse(model);
    }

    /** Its members vote for an alarm or none. */
    @Override
    public boolean keeps(Goals.Task task) {
        return task != Goals.Task.CATEGORISE;
    }

    /** The partitions; their rows have an order of their own and neither ids, times nor sources. */
    private List<Dataset> divided(Dataset train) {
        List<String> hashes = IntStream.range(0, train.size())
                .mapToObj(i -> train.rows().slice(i, i + 1).digest())
                .toList();
        int[] order = IntStream.range(0, train.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> hashes.get(i)).thenComparing(train::label))
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, partitions)
                .mapToObj(p -> IntStream.of(order)
                        .filter(i -> partition(hashes.get(i)) == p)
                        .toArray())
                .map(train::select)
                .map(rows -> Dataset.of(train.schema(), rows.rows(), rows.labels(), train.labelNames()))
                .toList();
    }

    private int partition(String hash) {
        return (int) (Long.parseLong(hash.substring(0, 15), 16) % partitions);
    }

    @Override
    public Set<String> against() {
        return Set.of("labels", "poisoning");
    }

    @Override
    public String summary() {
        return "Trains detectors on disjoint partitions of the training rows and alarms by majority vote.";
    }

    @Override
    public String when() {
        return "Use it where training rows come from sources you do not control. It costs recall, as each detector sees a part of the rows, and training many of them.";
    }

    @Override
    public String source() {
        return "Levine, Feizi, Deep Partition Aggregation: Provable Defenses against General Poisoning Attacks, ICLR 2021";
    }

    @Override
    public String advice() {
        return "Divide the training rows by a hash, let a detector vote for each part, and use no cleaner that compares rows with each other.";
    }
}
