package dev.gauntlet.model.kernel;

import dev.gauntlet.base.Require;
import dev.gauntlet.data.Rows;
import dev.gauntlet.model.Certified;
import dev.gauntlet.model.Encoding;
import dev.gauntlet.model.Model;
import dev.gauntlet.model.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The share of votes for an alarm. Members are detectors of one form, each with its own encoding and threshold; a vote can also be
 * constant, for no alarm or for one.
 */
public final class VotingKernel implements Predictor, Certified {
    static final String FORM = "vote-";
    private static final String MEMBER = "member_";
    private static final String LENGTH = "length_";
    private static final String ENCODING = "encoding";

    /**
     * One vote.
     *
     * @param threshold the malice score at or above which it votes for an alarm
     */
    public record Member(Encoding encoding, Predictor kernel, double threshold) {
        public Member {
            Require.same("kernel inputs", encoding.width(), kernel.inputs());
        }

        public static Member of(Model model) {
            return new Member(model.encoding(), model.kernel(), model.threshold());
        }
    }

    private final List<Member> members;
    private final int never;
    private final int always;

    /**
     * A kernel from its votes.
     *
     * @param members at least one, of one form and with the same arrays
     * @param never how many votes are always for no alarm
     * @param always how many votes are always for an alarm
     */
    public VotingKernel(List<Member> members, int never, int always) {
        Predictor first = Require.notEmpty("members", members).get(0).kernel;
        Require.that(
                !first.form().startsWith(FORM) && !first.form().startsWith(MappedKernel.FORM),
                "a vote cannot have members of the form \"" + first.form() + "\"");
        for (Member member : members) {
            Require.same("inputs of a member", first.inputs(), member.kernel.inputs());
            Require.that(
                    member.kernel.form().equals(first.form())
                            && member.kernel
                                    .parameters()
                                    .keySet()
                                    .equals(first.parameters().keySet()),
                    "members of a vote must have one form");
        }
        this.members = List.copyOf(members);
        this.never = Require.atLeast("constant votes", never, 0);
        this.always = Require.atLeast("constant votes", always, 0);
    }

    /** The kernel whose {@link #parameters} these are. */
    static VotingKernel fromParameters(String form, Map<String, double[]> parameters) {
        String inner = form.substring(FORM.length());
        Require.that(
                !inner.startsWith(FORM) && !inner.startsWith(MappedKernel.FORM),
                "a vote cannot have members of the form \"" + inner + "\"");
        return read(form, parameters, arrays -> Kernels.of(inner, arrays));
    }

    private static VotingKernel read(
            String form, Map<String, double[]> parameters, Function<Map<String, double[]>, Predictor> member) {
        Parameters given = new Parameters(form, parameters);
        double[] thresholds = given.array("vote_threshold");
        Set<String> names = new TreeSet<>(Set.of(ENCODING));
        for (String name : parameters.keySet()) {
            for (String prefix : List.of(MEMBER, LENGTH)) {
                if (name.startsWith(prefix)) {
                    names.add(name.substring(prefix.length()));
                }
            }
        }
        List<Map<String, double[]>> parts = new ArrayList<>();
        for (int m = 0; m < thresholds.length; m++) {
            parts.add(new HashMap<>());
        }
        for (String name : names) {
            double[] all = given.array(MEMBER + name);
            double[] lengths = given.array(LENGTH + name, thresholds.length);
            int from = 0;
            for (int m = 0; m < thresholds.length; m++) {
                int to = from + (int) Require.between(LENGTH + name, lengths[m], 0, all.length - from);
                parts.get(m).put(name, Arrays.copyOfRange(all, from, to));
                from = to;
            }
            Require.same("numbers in " + MEMBER + name, from, all.length);
        }
        List<Member> members = new ArrayList<>();
        for (int m = 0; m < thresholds.length; m++) {
            Map<String, double[]> own = parts.get(m);
            Encoding encoding = Encoding.ofNumbers(own.getOrDefault(ENCODING, thresholds));
            own.remove(ENCODING);
            members.add(new Member(encoding, member.apply(own), thresholds[m]));
        }
        double[] constant = given.array("vote_constant", 2);
        return new VotingKernel(members, count(constant[0]), count(constant[1]));
    }

    private static int count(double number) {
        return (int) Require.between("vote_constant", number, 0, MOST_INPUTS);
    }

    public List<Member> members() {
        return members;
    }

    /** How many votes there are, constant ones included. */
    public int votes() {
        return members.size() + never + always;
    }

    @Override
    public int inputs() {
        return members.get(0).kernel.inputs();
    }

    /** That of the members after {@code vote-}. */
    @Override
    public String form() {
        return FORM + members.get(0).kernel.form();
    }

    @Override
    public Scale scale() {
        return Scale.PROBABILITY;
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public Rows scores(Rows rows) {
        double[] malice = malice(rows);
        return Rows.fill(malice.length, 2, (i, k) -> k == 1 ? malice[i] : 1 - malice[i]);
    }

    /** The share of votes for an alarm. */
    @Override
    public double[] malice(Rows rows) {
        return Arrays.stream(alarms(rows)).mapToDouble(this::share).toArray();
    }

    private double share(int alarms) {
        return alarms / (double) votes();
    }

    /** How many votes for an alarm make the share at least a threshold; one more than there are if none do. */
    private int needed(double threshold) {
        return IntStream.rangeClosed(0, votes())
                .filter(count -> share(count) >= threshold)
                .findFirst()
                .orElse(votes() + 1);
    }

    /** How many members must vote for an alarm besides the constant votes, so that the share is at least a threshold; may be negative. */
    public int alarmsFor(double threshold) {
        return needed(threshold) - always;
    }

    /** The number of votes for an alarm on each row. */
    private int[] alarms(Rows rows) {
        int[] alarms = new int[rows.size()];
        Arrays.fill(alarms, always);
        for (Member member : members) {
            double[] malice = member.kernel.malice(member.encoding.encode(rows));
            for (int i = 0; i < alarms.length; i++) {
                alarms[i] += malice[i] >= member.threshold ? 1 : 0;
            }
        }
        return alarms;
    }

    /**
     * The certificate: how many votes can change, whichever they are and however they change, without a change of the verdict
     * on each row. At a majority of k votes with a tie for an alarm this is {@code (a - b) / 2} rounded down, where a votes are for the
     * verdict and b against it, with one more against an alarm-free verdict.
     *
     * <p>It is a number of training rows if a row that is inserted, removed or relabelled changes at most one vote, and if the
     * threshold does not depend on those rows. Replacing a row is removing one and inserting another. Whatever decides on a
     * training row by looking at others before they are divided among the members, for example a filter by nearest
     * neighbours, voids that: one row then changes several votes.
     *
     * @param threshold the share of votes at or above which the vote is an alarm
     */
    @Override
    public int[] tolerates(Rows rows, double threshold) {
        int needed = needed(threshold);
        return Arrays.stream(alarms(rows))
                .map(count -> count >= needed ? count - needed : needed - 1 - count)
                .toArray();
    }

    /**
     * {@code vote_threshold}: one per member; {@code vote_constant}: how many votes are never and always an alarm;
     * {@code member_encoding} and {@code member_NAME}: the numbers of each member's encoding, and each of its arrays, one member
     * after the other; {@code length_encoding} and {@code length_NAME}: how many of them each member has.
     */
    @Override
    public Map<String, double[]> parameters() {
        List<Map<String, double[]>> own = new ArrayList<>();
        for (Member member : members) {
            Map<String, double[]> arrays = new LinkedHashMap<>(member.kernel.parameters());
            arrays.put(ENCODING, member.encoding.numbers());
            own.add(arrays);
        }
        Map<String, double[]> parameters = new LinkedHashMap<>();
        for (String name : own.get(0).keySet()) {
            List<double[]> arrays =
                    own.stream().map(of -> of.getOrDefault(name, new double[0])).toList();
            parameters.put(
                    MEMBER + name,
                    arrays.stream().flatMapToDouble(Arrays::stream).toArray());
            parameters.put(
                    LENGTH + name,
                    arrays.stream().mapToDouble(array -> array.length).toArray());
        }
        parameters.put(
                "vote_threshold",
                members.stream().mapToDouble(Member::threshold).toArray());
        parameters.put("vote_constant", new double[] {never, always});
        return parameters;
    }

    @Override
    public VotingKernel rebuild(Map<String, double[]> parameters) {
        return read(form(), parameters, members.get(0).kernel::rebuild);
    }
}
