package dev.gauntlet.adapters.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gauntlet.base.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetFileTest {
    private static final Map<String, String> ENV = Map.of("KEY", "hush", "BROKEN", "a\nb", "EMPTY", " ");

    @TempDir
    private Path folder = Path.of("");

    private Target parse(String text) {
        return TargetFile.parse(text, "t.yaml", folder, ENV::get);
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(InputException.class, () -> parse(text)).problems();
    }

    @Test
    void everySettingIsRead() throws Exception {
        Files.writeString(folder.resolve("s.yaml"), "features: []");
        Target target = parse("""
                protocol: kserve
                url: https://host:8443
                model: flows
                schema: s.yaml
                answer: log-odds
                threshold: -0.5
                input: x
                datatype: FP32
                output: margin
                batch: 64
                concurrency: 8
                timeout: 2.5
                retries: 0
                rate: {rows: 1000, requests: 10}
                price: 0.25
                cache: true
                headers: {X-Key: {env: KEY}}
                """);
        assertThat(target.name()).isEqualTo("kserve https://host:8443/v2/models/flows/infer");
        assertThat(target.schema()).contains(folder.resolve("s.yaml"));
        assertThat(target.traffic()).isEqualTo(new Target.Traffic(64, 8, 2.5, 0, 1000, 10, 0.25, true));
        assertThat(target.price(12)).contains(3.0);
        assertThat(target.meaning().answer()).contains(Answer.LOG_ODDS);
        assertThat(target.meaning().threshold()).contains(-0.5);
        assertThat(target.form().floats()).isTrue();
        assertThat(target.form().output()).contains("margin");
        assertThat(target.isOverheard()).isFalse();
        assertThat(target.keys().toString() + target).doesNotContain("hush");
        assertThat(parse("{protocol: mlflow, url: 'http://far:1', token: {env: KEY}}")
                        .isOverheard())
                .isTrue();
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThat(problems("""
                protocol: json
                url: host:8080
                modle: x
                answer: scores
                batch: 1.5
                timeout: 0
                rate: {row: 1}
                pointer: results
                template: {a: $rows, b: $recods}
                input: x
                ca: nowhere.pem
                """))
                .allMatch(problem -> problem.startsWith("t.yaml: "))
                .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).contains("modle is not known; did you mean \"model\"?"),
                        p -> assertThat(p).contains("input does not apply to protocol json"),
                        p -> assertThat(p).contains("url must be a URL"),
                        p -> assertThat(p).contains("template has no placeholder $recods"),
                        p -> assertThat(p).contains("pointer must be a JSON Pointer"),
                        p -> assertThat(p).contains("rate.row is not known"),
                        p -> assertThat(p).contains("batch must be a whole number but is 1.5"),
                        p -> assertThat(p).contains("timeout must be in [0.001, 86400] but is 0"),
                        p -> assertThat(p).contains("answer must be one of", "did you mean \"score\""),
                        p -> assertThat(p).contains("ca: there is no file"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(problems("{}")).singleElement().asString().contains("protocol must be stated");
        assertThat(problems("- a")).singleElement().asString().contains("at least its protocol and url");
        assertThat(problems("a: b: c")).singleElement().asString().contains("line 1: this is not YAML");
        assertThat(problems("{protocol: mlflow}")).singleElement().asString().contains("url must be stated");
        assertThat(problems("{protocol: exec}")).singleElement().asString().contains("command must state");
        assertThat(problems("{protocol: exec, command: [a], token: {env: KEY}}"))
                .singleElement()
                .asString()
                .contains("token does not apply to protocol exec");
        assertThat(problems("{protocol: json, url: 'http://h'}"))
                .singleElement()
                .asString()
                .contains("template must be stated");
        assertThat(problems("{protocol: json, url: 'http://h', template: {a: 1}}"))
                .singleElement()
                .asString()
                .contains("template must contain $rows");
        assertThat(problems("{protocol: json, url: 'http://h', template: {a: $row}, batch: 2}"))
                .singleElement()
                .asString()
                .contains("batch must be 1");
        assertThat(problems("{protocol: mlflow, url: 'http://h', answer: label, threshold: 1}"))
                .singleElement()
                .asString()
                .contains("threshold does not apply");
    }

    @Test
    void secretsAreReadFromElsewhereAndNeverShown() {
        String start = "{protocol: mlflow, url: 'http://h', ";
        for (String bad : List.of(
                "token: hush-hush}",
                "headers: {X-Key: hush-hush}}",
                "token: [hush-hush]}",
                "token: {env: NONE}}",
                "token: {file: nowhere}}",
                "token: {}}",
                "token: {env: KEY, file: x}}",
                "token: {env: BROKEN}}",
                "token: {env: EMPTY}}",
                "headers: {Host: {env: KEY}}}",
                "headers: {'a b': {env: KEY}}}",
                "headers: [a]}",
                "token: {env: KEY}, headers: {authorization: {env: KEY}}}")) {
            assertThat(problems(start + bad)).as(bad).hasSize(1).allMatch(problem -> !problem.contains("hush"));
        }
        assertThat(problems(start + "token: hush-hush}"))
                .containsExactly("t.yaml: token must not be in this file; state where it is, as {env: NAME} or "
                        + "{file: PATH}");
    }

    @Test
    void shortNames() {
        assertThat(Target.isNamed("kserve:http://h/v2/models/m")).isTrue();
        assertThat(Target.isNamed("some/Target.YML")).isTrue();
        assertThat(Target.isNamed("detector.zip")).isFalse();
        assertThat(Target.isNamed("registry:detectors")).isFalse();
        assertThat(Target.read("mlflow:http://h:5000").name()).isEqualTo("mlflow http://h:5000/invocations");
        assertThat(Target.read("exec:python3 'a b.py'").place().command()).containsExactly("python3", "a b.py");
        assertThat(catchThrowableOfType(InputException.class, () -> Target.read("kserve:http://h"))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("--model kserve: url names no model");
        assertThat(catchThrowableOfType(InputException.class, () -> Target.read("mlflow:http://h?key=hush"))
                        .problems())
                .singleElement()
                .asString()
                .contains("describe this target in a file")
                .doesNotContain("hush");
        assertThat(catchThrowableOfType(InputException.class, () -> Target.read("nowhere.yaml"))
                        .problems())
                .singleElement()
                .asString()
                .contains("no such target file");
    }
}
