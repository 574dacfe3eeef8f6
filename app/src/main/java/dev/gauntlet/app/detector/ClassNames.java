package dev.gauntlet.app.detector;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The names of a model's classes, which labels may write otherwise: 0 for 0.0 or false, Good for good. */
record ClassNames(List<String> names) {
    ClassNames {
        names = List.copyOf(names);
    }

    /** The places of the classes that some labels call, as they are written, else in their plain form. */
    List<Integer> called(Collection<String> labels) {
        List<String> plain = names.stream().map(ClassNames::plain).toList();
        boolean unlike = new HashSet<>(plain).size() == plain.size();
        return labels.stream()
                .map(label -> names.contains(label) || !unlike ? names.indexOf(label) : plain.indexOf(plain(label)))
                .filter(place -> place >= 0)
                .distinct()
                .toList();
    }

    /** A label in lower case without blanks around it and without the fraction that is none, true and false as 1 and 0. */
    static String plain(String label) {
        String text = label.strip().toLowerCase(Locale.ROOT);
        return text.matches("-?\\d+\\.0*")
                ? text.substring(0, text.indexOf('.'))
                : text.equals("true") ? "1" : text.equals("false") ? "0" : text;
    }
}
