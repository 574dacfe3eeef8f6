package dev.gauntlet.app.report;

import dev.gauntlet.app.retrain.Retrained;
import dev.gauntlet.attack.Attack;
import dev.gauntlet.base.Catalogue;
import dev.gauntlet.base.Printable;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;

/** An assessment as one self-contained HTML file; the same assessment gives the same bytes. */
public final class Report {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Report.class.getClassLoader(), "dev.gauntlet.app.report.template");

    private Report() {}

    /** The report, which names the attacks of the catalogue that were left out. */
    public static String html(Assessment assessment) {
        return html(
                assessment,
                Catalogue.all(Attack.class).stream().map(AttackInfo::of).toList());
    }

    /**
     * The report.
     *
     * @param catalogue every attack there is, to say what was not tried
     */
    static String html(Assessment assessment, List<AttackInfo> catalogue) {
        return rendered("report.jte", Page.of(assessment, catalogue));
    }

    /** The report on day-by-day retraining. */
    public static String html(Retrained retrained) {
        return rendered("retrain.jte", RetrainPage.of(retrained));
    }

    private static String rendered(String template, Object page) {
        StringOutput out = new StringOutput(1 << 18);
        ENGINE.render(template, page, out);
        // Names of others can hold what an editor or a browser obeys.
        return Printable.lines(out.toString());
    }
}
