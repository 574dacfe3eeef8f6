package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.app.data.RoundedJson;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of the cells of an assessment, for a process of its own.
 *
 * @param number from 1 on
 * @param of how many shards there are
 */
public record Shard(int number, int of) {
    private static final String FILE = "shard.json";
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})/([0-9]{1,5})");

    /** What a shard's folder says of it. */
    record Stated(int number, int of, String build) {}

    /** Reads for example {@code 2/8}. */
    public static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            int number = Integer.parseInt(matcher.group(1));
            int of = Integer.parseInt(matcher.group(2));
            if (number >= 1 && number <= of) {
                return new Shard(number, of);
            }
        }
        throw new InputException(
                "--shard %s: must be a number and how many there are, for example 2/8 for the second of eight"
                        .formatted(text));
    }

    /** Its cells: neighbours, because cells of one attack share what they prepare. */
    List<Cell> share(List<Cell> cells) {
        long size = cells.size();
        return cells.subList((int) (size * (number - 1) / of), (int) (size * number / of));
    }

    /** Refuses what several processes would compute in different ways, and a shard without a folder of its own. */
    public void check(Plan plan, Optional<Path> out) {
        if (out.isEmpty()) {
            throw new InputException("--shard %s: needs a folder of its own: --out DIR".formatted(this));
        }
        Optional<Shard> other = in(out.get()).filter(there -> !there.equals(this));
        if (other.isPresent()) {
            throw new InputException("--shard %s: %s is the folder of shard %s; choose another with --out"
                    .formatted(this, out.get(), other.get()));
        }
        Optional<String> model = plan.pipeline().model();
        if (model.filter(place -> Target.isShort(place) || Target.isNamed(place))
                .isPresent()) {
            throw new InputException(
                    "--shard: the detector %s runs elsewhere, and each shard would query it anew; run it in one process"
                            .formatted(model.get()));
        }
        if (plan.pipeline().tuning().search().isPresent()
                && Double.isFinite(plan.pipeline().tuning().seconds())) {
            throw new InputException(
                    "--shard: the search is limited by time, so that each shard could find another detector; limit it by"
                            + " trials, or train once with gauntlet train and give the bundle with --model");
        }
    }

    /**
     * Writes into a run folder which share it is of, or that it is of none. Comes before the plan: what continues a run asks
     * for both.
     */
    public static void mark(RunFolder folder, Optional<Shard> shard, String build) {
        if (shard.isPresent()) {
            folder.write(FILE, RoundedJson.pretty(new Stated(shard.get().number, shard.get().of, build)));
        } else {
            folder.remove(FILE);
        }
    }

    /** The shard that a run folder is of, if it is of one. */
    public static Optional<Shard> in(Path folder) {
        return stated(folder).map(stated -> new Shard(stated.number, stated.of));
    }

    static Optional<Stated> stated(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RoundedJson.read(file.toString(), Files.readString(file), Stated.class));
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
