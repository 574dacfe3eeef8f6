package dev.gauntlet.app.cli;

import dev.gauntlet.adapters.disk.Place;
import dev.gauntlet.adapters.file.Paths;
import dev.gauntlet.adapters.registry.Registry;
import dev.gauntlet.app.plan.Plan;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Refuses a command whose output would replace one of its inputs, a key, or another of its outputs. */
final class Overwriting {
    private static final Set<String> OUTPUTS = Set.of("--out", "--rejected", "--shadow", "--write");
    private static final String PLAN = "PLAN.yaml";
    private static final String STANDARD_INPUT = "-";
    private static final String SIGNATURE = ".sig";
    /** Of the files of a registry's versions. */
    private static final int DEPTH = 3;

    private static final Named PRINTED = new Named("standard output", Path.of("/dev/stdout"));

    /**
     * A file that a command names.
     *
     * @param as the option or argument that names it
     */
    private record Named(String as, Path path) {
        boolean isRegular() {
            return !Files.exists(path) || Files.isRegularFile(path);
        }

        boolean isSame(Named other) {
            return path.toAbsolutePath()
                            .normalize()
                            .equals(other.path.toAbsolutePath().normalize())
                    || Place.isSame(path, other.path);
        }
    }

    private Overwriting() {}

    /** Checks a command line before anything is done. */
    static void check(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec spec = last.commandSpec();
        List<Named> outputs = named(spec, true).filter(Named::isRegular).toList();
        boolean printed = Files.isRegularFile(PRINTED.path);
        if (outputs.isEmpty() && !printed) {
            return;
        }
        List<Named> inputs = named(spec, false).toList();
        if (printed) {
            refuse(PRINTED, inputs.stream());
        }
        for (int i = 0; i < outputs.size(); i++) {
            Named output = outputs.get(i);
            refuse(output, Stream.concat(inputs.stream(), outputs.subList(0, i).stream()));
        }
    }

    private static void refuse(Named output, Stream<Named> others) {
        others.filter(output::isSame).findFirst().ifPresent(other -> {
            throw new InputException("%s %s: is the same file as %s %s, which would be overwritten; choose another"
                    .formatted(output.as, output.path, other.as, other.path));
        });
    }

    private static Stream<Named> named(CommandSpec spec, boolean outputs) {
        return spec.args().stream()
                .filter(arg -> isOutput(arg) == outputs)
                .flatMap(arg -> values(arg.getValue()).flatMap(value -> files(arg, value, spec)));
    }

    private static boolean isOutput(ArgSpec arg) {
        return arg instanceof OptionSpec option
                && OUTPUTS.contains(option.longestName())
                && option.type() == Path.class;
    }

    private static Stream<String> values(Object value) {
        if (value instanceof Optional<?> some) {
            return some.stream().flatMap(Overwriting::values);
        }
        if (value instanceof Collection<?> all) {
            return all.stream().flatMap(Overwriting::values);
        }
        return value instanceof String || value instanceof Path ? Stream.of(value.toString()) : Stream.empty();
    }

    private static Stream<Named> files(ArgSpec arg, String value, CommandSpec spec) {
        String as = arg instanceof OptionSpec option ? option.longestName() : "the input";
        try {
            Path path = Path.of(value);
            if (isOutput(arg)) {
                return Stream.of(new Named(as, path));
            }
            if (arg.paramLabel().equals(PLAN) && Files.isRegularFile(path)) {
                return Stream.concat(Stream.of(new Named(as, path)), of(PlanFile.read(path)));
            }
            if (value.equals(STANDARD_INPUT)) {
                return Stream.of(new Named(as, Path.of("/dev/stdin")));
            }
            // The rows that infer reads may be all files of a folder; other folders are of files with names of their
            // own.
            boolean rows = spec.name().equals("infer") && !arg.isOption();
            return files(path, rows).map(file -> new Named(as, file));
        } catch (InvalidPathException | InputException e) {
            // No file, or one of which the command will say more.
            return Stream.empty();
        }
    }

    /**
     * The files that a value leads to, each with a signature beside it.
     *
     * @param rows whether a folder is of files of rows
     */
    private static Stream<Path> files(Path path, boolean rows) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            files.addAll(inModel(path));
        }
        try {
            if (rows || !Files.isDirectory(path)) {
                files.addAll(Paths.of(path));
            }
        } catch (InputException e) {
            // No file, of which the command will say more.
            return files.stream();
        }
        return files.stream().flatMap(file -> Stream.of(file, file.resolveSibling(file.getFileName() + SIGNATURE)));
    }

    /** The files of a registry, or those of a run folder. */
    private static List<Path> inModel(Path folder) {
        if (!Registry.isAt(folder) && !Files.exists(folder.resolve("plan.yaml"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static Stream<Named> of(Plan plan) {
        List<String> files = new ArrayList<>();
        plan.table().data().ifPresent(files::add);
        plan.table().test().ifPresent(files::add);
        plan.table().schema().ifPresent(files::add);
        plan.table().members().ifPresent(files::add);
        plan.table().nonMembers().ifPresent(files::add);
        files.addAll(plan.table().labellers().alerts());
        files.addAll(plan.table().labellers().indicators());
        plan.pipeline().model().ifPresent(files::add);
        plan.pipeline().trust().ifPresent(files::add);
        // A name that no file can have is met here, and not where the stream is used.
        List<Path> paths = files.stream().map(Path::of).toList();
        return paths.stream().flatMap(path -> files(path, false)).map(file -> new Named("the plan's", file));
    }
}
