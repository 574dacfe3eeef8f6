package dev.gauntlet.app.cli;

import dev.gauntlet.app.assess.RunFolder;
import dev.gauntlet.app.report.Report;
import dev.gauntlet.app.retrain.Lifetime;
import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.campaign.Assessment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report and the table of a finished run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the report.html of a finished run again, of assess, process or retrain, and prints "
                + "its table.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "the run folder")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        RunFolder run = new RunFolder(folder);
        var line = spec.commandLine();
        Optional<Retrained> retrained = Lifetime.read(run);
        if (retrained.isPresent()) {
            run.write("report.html", Report.html(retrained.get()));
            new DayTable(retrained.get(), line.getOut(), Window.here()).print();
            line.getOut().flush();
            return Main.DONE;
        }
        Assessment assessment = run.read();
        run.write("report.html", Report.html(assessment));
        new Summary(assessment, line.getOut(), line.getColorScheme().ansi(), Window.here()).print();
        line.getOut().flush();
        return Main.DONE;
    }
}
