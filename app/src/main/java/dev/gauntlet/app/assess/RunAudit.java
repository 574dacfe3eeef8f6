package dev.gauntlet.app.assess;

import dev.gauntlet.adapters.ChainedFile;
import dev.gauntlet.adapters.key.Signer;
import dev.gauntlet.adapters.remote.Ledger;
import dev.gauntlet.app.plan.PlanFile;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.Audit;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.campaign.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** What in a run folder is not as it was written, or does not follow from the rest. */
public record RunAudit(RunFolder run) {
    private static final String FAILED = "failed ";
    private static final Pattern CHAINED = Pattern.compile("journal[.]jsonl|trials[.]jsonl|answers-.*[.]txt");

    /**
     * What was found, each with its file and, where it has lines, the line.
     *
     * @param faults what is wrong; empty if nothing is
     * @param notes lines that were wrong already when the run ended, and so were not used
     */
    public record Found(List<String> faults, List<String> notes) {
        public Found {
            faults = List.copyOf(faults);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Checks everything.
     *
     * @param trust the keys of which one must have signed the run; none if it need not be signed
     * @param report makes the text of {@code report.html}
     */
    public Found found(List<Signer> trust, Function<Assessment, String> report) {
        RunSeal seal = new RunSeal(run);
        List<String> faults = new ArrayList<>(seal.faults(trust));
        List<String> notes = new ArrayList<>();
        for (Path file : chains()) {
            (seal.has(file) ? notes : faults).addAll(chain(file));
        }
        JournalArms arms = new JournalArms(audit(0));
        boolean journal = Files.exists(file(RunFolder.JOURNAL));
        if (journal) {
            faults.addAll(journal(arms));
        }
        new VictimFiles(run).altered().forEach(name -> faults.add(file(name) + ": is not the table it is named by"));
        if (hasFindings()) {
            try {
                Assessment assessment = run.stated();
                faults.addAll(findings(assessment));
                if (journal) {
                    faults.addAll(unmeasured(assessment, arms));
                }
                faults.addAll(report(report.apply(assessment)));
            } catch (InputException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        return new Found(faults, notes);
    }

    /** Whether there is anything to check; a folder of {@code retrain} has neither journal nor findings. */
    public boolean isOfAssessment() {
        return hasFindings() || Files.exists(file(RunFolder.JOURNAL));
    }

    /** Whether the run has findings; a shard and a run that has not ended have none. */
    public boolean hasFindings() {
        return Files.exists(file(RunFolder.FINDINGS));
    }

    private List<String> report(String text) {
        Path file = file(RunFolder.REPORT);
        if (!Files.exists(file)) {
            return List.of("%s: is missing; write it again with: gauntlet report %s".formatted(file, run.path()));
        }
        try {
            return Files.readString(file).equals(text)
                    ? List.of()
                    : List.of("%s: is not the report of the findings; write it again with: gauntlet report %s"
                            .formatted(file, run.path()));
        } catch (IOException e) {
            return List.of(file + ": cannot be read as UTF-8 text");
        }
    }

    private Path file(String name) {
        return run.path().resolve(name);
    }

    private static List<String> chain(Path file) {
        boolean answers = file.getFileName().toString().endsWith(".txt");
        List<ChainedFile.Fault> faults =
                answers ? Ledger.faults(file) : Journal.open(file).faults();
        return faults.stream()
                .map(fault -> "%s, line %d: %s".formatted(file, fault.number(), fault.what()))
                .toList();
    }

    /** The faults of the journal; adds the arms it has. */
    private List<String> journal(JournalArms arms) {
        Path file = file(RunFolder.JOURNAL);
        Journal journal = Journal.open(file);
        List<String> faults = new ArrayList<>();
        VictimFiles tables = new VictimFiles(run);
        journal.lines().forEach(line -> {
            int tab = line.text().indexOf('\t');
            if (!line.text().startsWith(FAILED)) {
                try {
                    Measured result = FindingsJson.cell(line.text().substring(tab + 1));
                    Optional<Measured> complete = tables.complete(result);
                    complete.ifPresent(whole -> arms.add(whole.arm()));
                    if (complete.isEmpty()) {
                        faults.add("%s, line %d: a table of its victims is missing or altered"
                                .formatted(file, line.number()));
                    }
                } catch (JacksonException e) {
                    faults.add("%s, line %d: is no result".formatted(file, line.number()));
                }
            }
        });
        return faults;
    }

    /** The files whose lines are chained. */
    private List<Path> chains() {
        try (Stream<Path> files = Files.list(run.path())) {
            return files.filter(path ->
                            CHAINED.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException(run.path() + ": cannot be read: " + e.getMessage());
        }
    }

    /** The arms of findings that no lines of the journal have. A worst case is made of arms of other findings. */
    private List<String> unmeasured(Assessment assessment, JournalArms arms) {
        List<String> faults = new ArrayList<>();
        for (Finding finding : assessment.findings()) {
            for (Arm arm : finding.arms()) {
                if (!finding.attack().combines() && !arms.have(arm)) {
                    faults.add("%s: %s: no line of journal.jsonl has the result of its arm %s"
                            .formatted(
                                    file(RunFolder.FINDINGS),
                                    finding.id(),
                                    arm.name().id()));
                }
            }
        }
        return faults;
    }

    /** What in the findings does not follow from their arms. */
    List<String> findings(Assessment assessment) {
        Path file = file(RunFolder.FINDINGS);
        List<String> faults = new ArrayList<>();
        if (Files.exists(file(RunFolder.PLAN))) {
            double planned = PlanFile.read(file(RunFolder.PLAN)).tried().tolerance();
            if (Math.abs(planned - assessment.tolerance()) > 1e-8) {
                faults.add("%s: its tolerance is %s, and that of plan.yaml is %s"
                        .formatted(file, assessment.tolerance(), planned));
            }
        }
        VictimFiles tables = new VictimFiles(run);
        List<Finding> complete = assessment.findings().stream()
                .map(finding -> finding.withArms(
                        finding.arms().stream().map(tables::complete).toList()))
                .toList();
        audit(assessment.tolerance()).faults(complete).forEach(fault -> faults.add(file + ": " + fault));
        return faults;
    }

    private Audit audit(double tolerance) {
        return new Audit(tolerance, Sources.in(run.path())::of);
    }
}
