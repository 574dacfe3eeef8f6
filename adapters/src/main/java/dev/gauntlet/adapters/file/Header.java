package dev.gauntlet.adapters.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The unique column names of a table. A column without a name is named by its position, such as {@code column3}; the
 * second column of the same name is {@code name.1}, as in pandas.
 *
 * @param names the names in use
 * @param unnamed the names of columns that had none
 * @param notes what was renamed
 */
record Header(List<String> names, Set<String> unnamed, List<String> notes) {
    private static final int LISTED = 5;

    Header {
        names = List.copyOf(names);
        unnamed = Set.copyOf(unnamed);
        notes = List.copyOf(notes);
    }

    static Header of(List<String> written) {
        List<String> stripped = written.stream().map(Header::plain).toList();
        Set<String> taken = new HashSet<>(stripped);
        Set<String> used = new HashSet<>();
        Set<String> unnamed = new HashSet<>();
        List<String> names = new ArrayList<>();
        List<String> renamed = new ArrayList<>();
        for (int j = 0; j < stripped.size(); j++) {
            String name = stripped.get(j);
            if (name.isEmpty()) {
                name = free("column" + (j + 1), taken);
                unnamed.add(name);
                renamed.add("field %d without a name is \"%s\"".formatted(j + 1, name));
            } else if (!used.add(name)) {
                String again = free(name, taken);
                renamed.add("the second \"%s\" (field %d) is \"%s\"".formatted(name, j + 1, again));
                name = again;
            }
            names.add(name);
        }
        String more = renamed.size() > LISTED ? ", and %d more".formatted(renamed.size() - LISTED) : "";
        List<String> notes = renamed.isEmpty()
                ? List.of()
                : List.of("columns are renamed: %s%s"
                        .formatted(String.join(", ", renamed.subList(0, Math.min(LISTED, renamed.size()))), more));
        return new Header(names, unnamed, notes);
    }

    /** The first names. */
    String shown() {
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? ", ..." : "");
    }

    /** The same with one more note. */
    Header with(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new Header(names, unnamed, all);
    }

    /** The name without surrounding blanks and without the marker of a comment line. */
    private static String plain(String written) {
        String name = written.strip();
        if (name.length() < 2 || !name.startsWith("#")) {
            return name;
        }
        String bare = name.substring(1).strip();
        return bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int k = 1; !taken.add(free); k++) {
            free = name + "." + k;
        }
        return free;
    }
}
