package dev.gauntlet.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gauntlet.Phase;
import dev.gauntlet.app.assess.FindingsJson;
import dev.gauntlet.base.InputException;
import dev.gauntlet.campaign.Arm;
import dev.gauntlet.campaign.Assessment;
import dev.gauntlet.campaign.AttackInfo;
import dev.gauntlet.campaign.Finding;
import dev.gauntlet.data.Schema;
import dev.gauntlet.threat.AttackClass;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private static final List<AttackInfo> CATALOGUE =
            List.of(Sample.card("copy", "extraction", Phase.INFER, AttackClass.EXPLORATORY));
    private static final Pattern TAG = Pattern.compile("<[a-zA-Z][^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s([a-zA-Z-]+)(?:=\"([^\"]*)\")?");

    private static String html(Assessment assessment) {
        return Report.html(assessment, CATALOGUE);
    }

    private static List<String> found(String regex, String text) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    private static String withoutInline(String html) {
        return html.replaceAll("(?s)<(style|script)>.*?</\\1>", "");
    }

    private static List<String> attributes(String html) {
        return TAG.matcher(withoutInline(html))
                .results()
                .flatMap(tag -> ATTRIBUTE.matcher(tag.group()).results())
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void namesFromOutsideNeverBecomeMarkup() {
        String hostile = "<script>alert(1)</script>'\" onload=\"alert(2)\" <img src=x onerror=alert(3)>";
        String html = html(Sample.of(hostile));
        assertThat(found("(<script)", html)).hasSize(2);
        assertThat(withoutInline(html)).doesNotContain("<img").doesNotContain("<script");
        assertThat(attributes(html)).isNotEmpty().noneMatch(attribute -> attribute.matches("\\s[oO][nN].*"));
    }

    @Test
    void everyInlineBlockIsAllowedByItsHashAndNothingElseIs() {
        String html = html(Sample.plain());
        String policy = found("Content-Security-Policy\" content=\"([^\"]*)\"", html)
                .get(0)
                .replace("&#39;", "'");
        List<String> styles = found("<style>(.*?)</style>", html);
        List<String> scripts = found("<script>(.*?)</script>", html);
        assertThat(styles).hasSize(1);
        assertThat(scripts).hasSize(2);
        assertThat(policy)
                .isEqualTo(
                        "default-src 'none'; style-src %s; script-src %s %s; img-src data:; base-uri 'none'; form-action 'none'"
                                .formatted(
                                        new Inline(styles.get(0)).hash(),
                                        new Inline(scripts.get(0)).hash(),
                                        new Inline(scripts.get(1)).hash()));
        assertThat(attributes(html)).noneMatch(attribute -> attribute.startsWith(" style"));
    }

    @Test
    void aHashIsWhatTheStandardsExampleSays() {
        assertThat(new Inline("alert('Hello, world.');").hash())
                .isEqualTo("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    @Test
    void thePictureShowsHowEachFamilyFell() {
        String html = html(Sample.plain());
        assertThat(found("data-family=\"([a-z]+\" data-mark=\"[a-z]+)\"", html))
                .contains(
                        "poisoning\" data-mark=\"broken",
                        "evasion\" data-mark=\"held",
                        "channel\" data-mark=\"skipped",
                        "tampering\" data-mark=\"failed",
                        "extraction\" data-mark=\"untried",
                        "none\" data-mark=\"untried");
    }

    @Test
    void everyNumberOfEveryFindingStandsInTheTable() {
        Assessment assessment = Sample.plain();
        String html = html(assessment);
        for (Finding finding : assessment.findings()) {
            String row = found("<tr[^>]* data-finding=\"" + Pattern.quote(finding.id()) + "\"(.*?)</tr>", html)
                    .get(0);
            for (Arm.Name name : FindingRow.ARMS) {
                finding.arm(name)
                        .ifPresent(arm -> assertThat(row)
                                .contains(
                                        "data-arm=\"%s\" data-value=\"%s\" data-low=\"%s\" data-high=\"%s\" data-n=\"%d\""
                                                .formatted(
                                                        name.id(),
                                                        Numbers.raw(arm.damage().value()),
                                                        Numbers.raw(arm.damage().low()),
                                                        Numbers.raw(arm.damage().high()),
                                                        arm.damage().n()))
                                .contains(Numbers.fixed(arm.damage().value(), 3)));
            }
        }
        assertThat(html)
                .contains(">0.610<")
                .contains("0.512–0.700")
                .contains("n 100")
                .contains("its 95 % interval, as if its cases were independent")
                .contains("not adapted");
    }

    @Test
    void theSameAssessmentGivesTheSameBytesAlsoFromItsFile() {
        Assessment assessment = Sample.plain();
        Assessment read = FindingsJson.read(FindingsJson.text(assessment), assessment.schema());
        assertThat(html(assessment)).isEqualTo(html(assessment)).isEqualTo(html(read));
    }

    @Test
    void findingsFromBeforeThereWasAChoiceOfNormsAreReadAsOfAttackersWhoKeepTheCostSmall() {
        Assessment assessment = Sample.plain();
        String earlier = FindingsJson.text(assessment).replaceAll(",\\s*\"norm\" : \"COST\"", "");
        assertThat(earlier).doesNotContain("norm");
        assertThat(html(FindingsJson.read(earlier, assessment.schema()))).isEqualTo(html(assessment));
    }

    @Test
    void aFileOfAnotherFormatIsRefused() {
        Assessment assessment = Sample.plain();
        String earlier = FindingsJson.text(assessment).replaceFirst("\"version\" : 3", "\"version\" : 2");
        assertThatThrownBy(() -> FindingsJson.read(earlier, assessment.schema()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it has format 2, and this version of gauntlet reads format 3")
                .hasMessageContaining("run the assessment again");
    }

    @Test
    void concernsStandInTheReportWithTheirFix() {
        assertThat(html(Sample.plain()))
                .contains("<li data-topic=\"LEAK\">a leak.<br><strong>Fix:</strong> a fix</li>");
    }

    @Test
    void everyLinkLeadsSomewhereAndNoIdOccursTwice() {
        String html = withoutInline(html(Sample.plain()));
        List<String> ids = found("\\sid=\"([^\"]+)\"", html);
        assertThat(ids).doesNotHaveDuplicates().containsAll(found("href=\"#([^\"]+)\"", html));
        assertThat(ids).containsAll(found("aria-labelledby=\"([^\"]+)\"", html));
    }

    @Test
    void whatWasNotTestedIsReportedWithItsReason() {
        String html = html(Sample.plain());
        String untested =
                found("aria-labelledby=\"untested\">(.*?)</section>", html).get(0);
        assertThat(untested)
                .contains("<strong>drop</strong>: the data have no time column")
                .contains("<strong>tamper</strong>: it fell over")
                .contains("left out of the plan: copy.")
                .contains("assemble, label, split, evaluate, retrain")
                .contains("categorise, predict, detect anomalies")
                .contains("seed 7");
    }

    @Test
    void ofAChangedRowOnlyTheChangedCellsAreShown() {
        String rows = found("<table class=\"examples\">(.*?)</table>", html(Sample.plain()))
                .get(0);
        assertThat(rows)
                .contains("<del>1.5</del>", "<ins>2.25</ins>", "<del>tcp</del>", "<ins>udp</ins>", "1.125")
                .doesNotContain("443");
    }

    @Test
    void aSmallChangeIsShownWithTheDigitsThatTellItApart() {
        Schema schema = Sample.plain().schema();
        ChangedRow row = ChangedRow.first(
                        List.of(new Finding.Example(
                                1, List.of(334.671, 0.0, 443.0), List.of(334.674, 0.0, 443.0), 0.9, 0.1, 1, 1)),
                        schema)
                .get(0);
        assertThat(row.changes()).extracting(ChangedRow.Change::before).containsExactly("334.671");
        assertThat(row.changes()).extracting(ChangedRow.Change::after).containsExactly("334.674");
    }

    @Test
    void whatToFixSaysWhatTheDefenceCosts() {
        assertThat(found("<ol class=\"mend\">(.*?)</ol>", html(Sample.plain())).get(0))
                .contains("Without an attack the defence changes recall by -0.10.");
    }

    @Test
    void theVerdictCountsOnlyWhatWasTried() {
        assertThat(html(Sample.plain()))
                .contains("1 of 2 attacks that were tried broke the detector.")
                .contains("corrected for 1 comparison by Holm's method.")
                .contains("No attack on the process around it was tried; 1 skipped, 1 failed.");
    }

    @Test
    void settingsAreShownInWordsAndTheirResultOnce() {
        Assessment plain = Sample.plain();
        String detector = found("aria-labelledby=\"detector\">(.*?)</section>", html(plain))
                .get(0);
        assertThat(detector)
                .contains("<strong>toy</strong><br>recall reaches 0.5")
                .doesNotContain("Toy[]")
                .doesNotContain("accepted:");
    }

    @Test
    void aSimulationSaysSo() {
        assertThat(html(Sample.plain())).contains("This is a simulation.");
    }
}
