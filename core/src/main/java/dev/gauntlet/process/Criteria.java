package dev.gauntlet.process;

import dev.gauntlet.base.Require;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The criteria that a detector must meet on validation rows at its operating point to be accepted; 0 is no criterion.
 *
 * @param prAuc the area under the precision-recall curve, which does not depend on the operating point
 */
public record Criteria(double recall, double precision, double prAuc) {
    public Criteria {
        Require.fraction("recall", recall);
        Require.fraction("precision", precision);
        Require.fraction("prAuc", prAuc);
    }

    /** A criterion for recall only. */
    public Criteria(double recall) {
        this(recall, 0, 0);
    }

    /** The names of the metrics with a criterion. */
    public List<String> measures() {
        return Stream.of(recall > 0 ? "recall" : "", precision > 0 ? "precision" : "", prAuc > 0 ? "prAuc" : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    boolean hold(Evaluate.Evaluation evaluation) {
        return evaluation.confusion().recall().value() >= recall
                && (precision == 0 || evaluation.confusion().precision().value() >= precision)
                && evaluation.prAuc() >= prAuc;
    }

    /** Each metric compared with its criterion; recall always, the others if there is a criterion. */
    String compared(Evaluate.Evaluation evaluation) {
        String text = compared("recall", evaluation.confusion().recall().value(), recall);
        if (precision > 0) {
            text += ", "
                    + compared("precision", evaluation.confusion().precision().value(), precision);
        }
        return prAuc > 0 ? text + ", " + compared("PR AUC", evaluation.prAuc(), prAuc) : text;
    }

    private static String compared(String name, double value, double demanded) {
        return String.format(
                Locale.ROOT, "%s %.3f %s %.3f", name, value, value >= demanded ? "reaches" : "is below", demanded);
    }
}
