package dev.gauntlet.search.actions;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL, or the name of a host, in parts that written one after the other are the text as it was.
 *
 * @param scheme with {@code ://}; empty if none is written
 * @param user with {@code @}; empty if there is none
 * @param port with {@code :}; empty if there is none
 * @param path empty or beginning with a slash
 * @param query with {@code ?}; empty if there is none
 * @param fragment with {@code #}; empty if there is none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>
 */
record Site(String scheme, String user, String host, String port, String path, String query, String fragment) {
    private static final Pattern PARTS = Pattern.compile(
            "((?i:https?)://)?([^/?#]*@)?([^/?#@:]*)(:\\d+)?(/[^?#]*)?(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final int LONGEST_NAME = 253;
    /** What may stand in the parts beside letters, digits and encoded bytes; the marks before them included. */
    private static final String USER = "-._~!$&'()*+,;=:@";

    private static final String PATH = USER + "/";
    private static final String QUERY = PATH + "?";

    /** The parts of a text; of one that is no URL over HTTP and no name, a host that is not legal. */
    static Site of(String text) {
        Matcher parts = PARTS.matcher(text.strip());
        return parts.matches()
                ? new Site(
                        part(parts, 1),
                        part(parts, 2),
                        part(parts, 3),
                        part(parts, 4),
                        part(parts, 5),
                        part(parts, 6),
                        part(parts, 7))
                : new Site("", "", "", "", "", "", "");
    }

    private static String part(Matcher parts, int group) {
        String part = parts.group(group);
        return part == null ? "" : part;
    }

    String text() {
        return scheme + user + host + port + path + query + fragment;
    }

    /** Whether a browser reaches this host by it: the host is a name of labels, and all is as RFC 3986 has it. */
    boolean isLegal() {
        // Without a scheme, what stands before an @ may be another scheme, as in mailto:user@host.
        if (host.length() > LONGEST_NAME || (scheme.isEmpty() && !user.isEmpty())) {
            return false;
        }
        for (String label : host.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return hasOnly(user, USER) && hasOnly(path, PATH) && hasOnly(query, QUERY) && hasOnly(rest(fragment), QUERY);
    }

    private static String rest(String fragment) {
        return fragment.isEmpty() ? "" : fragment.substring(1);
    }

    /** Whether a part is of letters, digits and some other characters of ASCII, and of encoded bytes. */
    private static boolean hasOnly(String part, String others) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                if (i + 2 >= part.length() || !isHex(part.charAt(i + 1)) || !isHex(part.charAt(i + 2))) {
                    return false;
                }
            } else if (!isAlphanumeric(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    private static boolean isAlphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    boolean isPlain() {
        return scheme.toLowerCase(Locale.ROOT).equals("http://");
    }

    boolean hasWww() {
        return host.regionMatches(true, 0, "www.", 0, 4);
    }

    /** Whether the query has a parameter of this name, in whatever case, with a value or without: another one would change what it says. */
    boolean hasParameter(String name) {
        return !query.isEmpty()
                && Arrays.stream(query.substring(1).split("[&;]"))
                        .map(one -> one.split("[=\\[]|%5[Bb]", 2)[0])
                        .anyMatch(name::equalsIgnoreCase);
    }

    /** The last labels of the host; empty if it has fewer, or none are asked for. */
    String lastLabels(int count) {
        String[] labels = host.split("\\.", -1);
        return count == 0 || labels.length < count
                ? ""
                : String.join(".", Arrays.copyOfRange(labels, labels.length - count, labels.length))
                        .toLowerCase(Locale.ROOT);
    }

    Site withScheme(String other) {
        return new Site(other, user, host, port, path, query, fragment);
    }

    Site withHost(String other) {
        return new Site(scheme, user, other, port, path, query, fragment);
    }

    Site withPath(String other) {
        return new Site(scheme, user, host, port, other, query, fragment);
    }

    Site withQuery(String other) {
        return new Site(scheme, user, host, port, path, other, fragment);
    }

    Site withFragment(String other) {
        return new Site(scheme, user, host, port, path, query, other);
    }

    /** The path with its first letters and digits that are not encoded written as encoded ones. */
    Site encoded(int letters) {
        StringBuilder encoded = new StringBuilder();
        int left = letters;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                encoded.append(path, i, i + 3);
                i += 2;
            } else if (left > 0 && isAlphanumeric(c)) {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
                left--;
            } else {
                encoded.append(c);
            }
        }
        return withPath(encoded.toString());
    }
}
