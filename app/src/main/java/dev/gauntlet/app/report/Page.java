package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.process.evaluate.Defect;
import java.util.List;

/** The whole report, ready for its template. */
public record Page(
        Assessment assessment,
        Headline headline,
        List<Picture> pictures,
        Matrix matrix,
        List<PhaseTable> phases,
        List<AttackSection> attacks,
        Score score,
        Detector detector,
        Adversary adversary,
        Untested untested) {
    private static final Inline STYLE = Inline.files("uPlot.min.css", "report.css");
    private static final Inline UPLOT = Inline.files("uPlot.licence.js", "uPlot.iife.min.js");
    private static final Inline SCRIPT = Inline.files("report.js");

    public Page {
        pictures = List.copyOf(pictures);
        phases = List.copyOf(phases);
        attacks = List.copyOf(attacks);
    }

    static Page of(Assessment assessment, List<AttackInfo> catalogue) {
        List<Tried> tried = Tried.all(assessment.findings(), catalogue);
        List<Strikes> steps = Strikes.of(tried);
        return new Page(
                assessment,
                Headline.of(assessment),
                List.of(WidePicture.of(steps), TallPicture.of(steps)),
                Matrix.of(assessment.threat().goals().task(), tried),
                PhaseTable.all(assessment.findings()),
                AttackSection.all(assessment),
                Score.of(assessment.evaluation(), assessment.facts().getOrDefault("algorithm", "detector")),
                Detector.of(assessment),
                Adversary.of(assessment.threat()),
                Untested.of(assessment, catalogue));
    }

    /** Whether anything was tried on the detector. */
    public boolean attacked() {
        return !attacks.isEmpty();
    }

    /** What makes the detector unusable, a sentence each. */
    public List<Defect> defects() {
        return assessment.defects();
    }

    public Inline style() {
        return STYLE;
    }

    public List<Inline> scripts() {
        return List.of(UPLOT, SCRIPT);
    }

    public String tolerance() {
        return Numbers.setting(assessment.tolerance());
    }

    /** What the page may load: only what is embedded in it. */
    public String policy() {
        return "default-src 'none'; style-src %s; script-src %s %s; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(STYLE.hash(), UPLOT.hash(), SCRIPT.hash());
    }
}
