package dev.gauntlet.model.kernel;

import dev.gauntlet.model.Predictor;
import java.util.Map;
import java.util.Set;

/** Rebuilds any kernel from the name of its form and its arrays. */
public final class Kernels {
    private static final Set<String> FORMS = Set.of(
            LinearKernel.FORM,
            LinearKernel.NUMBER_FORM,
            Network.FORM,
            Network.TANH_FORM,
            Network.LOGISTIC_FORM,
            FloatNetwork.FORM,
            FloatNetwork.TANH_FORM,
            FloatNetwork.LOGISTIC_FORM,
            GaussianBayes.FORM,
            GaussianClasses.FORM,
            NearestRows.FORM,
            ResidualKernel.FORM,
            DensityKernel.FORM,
            NeighbourKernel.FORM,
            RebuildKernel.FORM,
            RadialKernel.FORM,
            OneAgainstRest.FORM,
            ClassTrees.FORM,
            "trees");

    private Kernels() {}

    /** Whether {@link #of} rebuilds a form. */
    public static boolean knows(String form) {
        return FORMS.contains(form)
                || form.startsWith(MappedKernel.FORM)
                || form.startsWith(ExponentialKernel.FORM)
                || (form.startsWith(ScreenedKernel.FORM) && knows(form.substring(ScreenedKernel.FORM.length())))
                || (form.startsWith(VotingKernel.FORM) && FORMS.contains(form.substring(VotingKernel.FORM.length())));
    }

    /**
     * The kernel with that {@link Predictor#form} and those {@link Predictor#parameters}.
     *
     * @throws IllegalArgumentException if the form is unknown or the parameters make no model
     */
    public static Predictor of(String form, Map<String, double[]> parameters) {
        return switch (form) {
            case LinearKernel.FORM -> LinearKernel.fromParameters(parameters);
            case LinearKernel.NUMBER_FORM -> LinearKernel.numberFromParameters(parameters);
            case Network.FORM -> Network.fromParameters(parameters, Activation.RELU);
            case Network.TANH_FORM -> Network.fromParameters(parameters, Activation.TANH);
            case Network.LOGISTIC_FORM -> Network.fromParameters(parameters, Activation.LOGISTIC);
            case FloatNetwork.FORM -> FloatNetwork.fromParameters(parameters, Activation.RELU);
            case FloatNetwork.TANH_FORM -> FloatNetwork.fromParameters(parameters, Activation.TANH);
            case FloatNetwork.LOGISTIC_FORM -> FloatNetwork.fromParameters(parameters, Activation.LOGISTIC);
            case GaussianBayes.FORM -> GaussianBayes.fromParameters(parameters);
            case GaussianClasses.FORM -> GaussianClasses.fromParameters(parameters);
            case NearestRows.FORM -> NearestRows.fromParameters(parameters);
            case ResidualKernel.FORM -> ResidualKernel.fromParameters(parameters);
            case DensityKernel.FORM -> DensityKernel.fromParameters(parameters);
            case NeighbourKernel.FORM -> NeighbourKernel.fromParameters(parameters);
            case RebuildKernel.FORM -> RebuildKernel.fromParameters(parameters);
            case RadialKernel.FORM -> RadialKernel.fromParameters(parameters);
            case OneAgainstRest.FORM -> OneAgainstRest.fromParameters(parameters);
            case ClassTrees.FORM -> ClassTrees.fromParameters(parameters);
            case "trees" -> TreeEnsemble.fromParameters(parameters);
            default -> {
                if (form.startsWith(MappedKernel.FORM)) {
                    yield MappedKernel.fromParameters(form, parameters);
                }
                if (form.startsWith(ExponentialKernel.FORM)) {
                    yield ExponentialKernel.fromParameters(form, parameters);
                }
                if (form.startsWith(ScreenedKernel.FORM)) {
                    yield ScreenedKernel.fromParameters(form, parameters);
                }
                if (form.startsWith(VotingKernel.FORM)) {
                    yield VotingKernel.fromParameters(form, parameters);
                }
                throw new IllegalArgumentException("there is no form of model called \"" + form + "\"");
            }
        };
    }
}
