package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.remote.Target;
import dev.gauntlet.app.detector.GivenModel;
import dev.gauntlet.app.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for how a detector is made and where the run is written; each overrides what the plan says. */
final class PlanOptions {
    @Mixin
    private TableOptions table = new TableOptions();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "a detector to assess instead of training one: a bundle, a model file of another "
                    + "program, a registry (its champion is used), or a remote target: target.yaml,"
                    + " kserve:URL, mlflow:URL, tf-serving:URL, csv:URL, exec:COMMAND")
    private @Nullable String model;

    @Option(
            names = "--trust",
            paramLabel = "KEY.pub",
            description = "the public key that must have signed --model; checked before anything in it is read")
    private @Nullable String trust;

    @Option(
            names = "--classes",
            paramLabel = "NAMES",
            split = ",",
            description = "the names of the classes of --model in the order of its outputs, where it has only their"
                    + " numbers: good,scan,theft")
    private List<String> classes = List.of();

    @Mixin
    private RoundsOption rounds = new RoundsOption();

    @Option(names = "--out", paramLabel = "DIR", description = "run folder (default: the next free gauntlet-run-N)")
    private @Nullable Path out;

    @Option(
            names = "--fpr",
            paramLabel = "SHARE",
            description = "the false-positive rate at which the threshold " + "is set (default 0.01)")
    private @Nullable Double fpr;

    /** The plan with the options laid over it. */
    Plan plan() {
        Plan base = table.plan();
        Plan.Pipeline usual = base.pipeline();
        return base.with(usual.withRate(Optional.ofNullable(fpr))
                .withModel(
                        Optional.ofNullable(model).or(usual::model).map(PlanOptions::modelPlace),
                        Optional.ofNullable(trust).or(usual::trust).map(TableOptions::absolute),
                        rounds.rounds().or(usual::rounds))
                .withClasses(classes.isEmpty() ? usual.classes() : classes));
    }

    int threads() {
        return table.threads();
    }

    /** A positional argument. */
    Optional<Path> place() {
        return table.place();
    }

    Optional<Path> trust() {
        return Optional.ofNullable(trust).map(Path::of);
    }

    /** The false-positive rate, if it was given. */
    Optional<Double> fpr() {
        return Optional.ofNullable(fpr);
    }

    List<Long> seeds() {
        return table.seeds();
    }

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** The absolute path of a model. */
    static String modelPlace(String model) {
        if (Target.isShort(model)) {
            return model;
        }
        return model.startsWith(GivenModel.REGISTRY)
                ? GivenModel.REGISTRY + modelPlace(model.substring(GivenModel.REGISTRY.length()))
                : TableOptions.absolute(model);
    }
}
