package dev.gauntlet.adapters.remote;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a secret in a text, whole or in part: any eight characters of it in a row, or all of a shorter one, forwards or
 * backwards. Case and white space within it do not matter, and neither do percent-encoding, the escapes of JSON and the
 * entities of HTML. If it has eight letters and digits, what stands between those does not matter either, such as a dash
 * after each. It is found in Base64 too, alone or within something longer such as {@code user:token}, also encoded twice,
 * and in hexadecimal digits.
 */
final class Mask {
    private static final String HIDDEN = "***";
    private static final int PART = 8;
    /** Fewer characters of Base64 say too little to be looked for. */
    private static final int LEAST = 4;

    /** Parts of all forms of the secret, by their length. */
    private final Map<Integer, Set<String>> parts = new HashMap<>();
    /** Parts of the letters and digits of all forms. */
    private final Map<Integer, Set<String>> bare = new HashMap<>();

    Mask(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List.of(
                        secret,
                        new StringBuilder(secret).reverse().toString(),
                        URLEncoder.encode(secret, StandardCharsets.UTF_8),
                        HexFormat.of().formatHex(bytes))
                .forEach(form -> {
                    add(Plain.of(form, false).text.toString());
                    addBare(Plain.of(form, true).text.toString());
                });
        for (String once : base64(bytes)) {
            add(once.toLowerCase(Locale.ROOT));
            addBare(Plain.of(once, true).text.toString());
            if (once.length() >= PART) {
                base64(once.getBytes(StandardCharsets.US_ASCII)).forEach(twice -> add(twice.toLowerCase(Locale.ROOT)));
            }
        }
    }

    /** The characters of Base64 that depend on nothing but the bytes, wherever these stand in something longer. */
    private static Set<String> base64(byte[] bytes) {
        Set<String> forms = new HashSet<>();
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int before = 0; before < 3; before++) {
                String all = encoder.withoutPadding()
                        .encodeToString(ByteBuffer.allocate(before + bytes.length)
                                .put(before, bytes)
                                .array());
                int from = (8 * before + 5) / 6;
                int to = 8 * (before + bytes.length) / 6;
                if (to - from >= LEAST) {
                    forms.add(all.substring(from, to));
                }
            }
        }
        return forms;
    }

    private void add(String form) {
        add(form, parts);
    }

    private void addBare(String form) {
        if (form.length() >= PART) {
            add(form, bare);
        }
    }

    private static void add(String form, Map<Integer, Set<String>> to) {
        int length = Math.min(PART, form.length());
        for (int at = 0; length > 0 && at + length <= form.length(); at++) {
            to.computeIfAbsent(length, l -> new HashSet<>()).add(form.substring(at, at + length));
        }
    }

    /** The text with stars in place of every part of the secret. */
    String hide(String text) {
        boolean[] hidden = new boolean[text.length()];
        mark(Plain.of(text, false), parts, hidden);
        mark(Plain.of(text, true), bare, hidden);
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < hidden.length; i++) {
            if (!hidden[i]) {
                shown.append(text.charAt(i));
            } else if (i == 0 || !hidden[i - 1]) {
                shown.append(HIDDEN);
            }
        }
        return shown.toString();
    }

    private static void mark(Plain plain, Map<Integer, Set<String>> parts, boolean[] hidden) {
        parts.forEach((length, some) -> {
            for (int at = 0; at + length <= plain.text.length(); at++) {
                if (some.contains(plain.text.substring(at, at + length))) {
                    Arrays.fill(hidden, plain.from[at], plain.to[at + length - 1], true);
                }
            }
        });
    }

    /** A text in lower case, without white space, backslashes and escapes, and where each of its characters was. */
    private static final class Plain {
        private static final Pattern ENTITY =
                Pattern.compile("&(?:amp;)*(?:#0*([0-9]{1,7})|#[xX]0*([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));?");

        private final String source;
        private final StringBuilder text = new StringBuilder();
        private final int[] from;
        private final int[] to;

        /** Whether only letters and digits are kept. */
        private final boolean bare;

        private final Matcher entity;

        private Plain(String source, boolean bare) {
            this.source = source;
            this.bare = bare;
            entity = ENTITY.matcher(source);
            from = new int[source.length()];
            to = new int[source.length()];
        }

        static Plain of(String source, boolean bare) {
            Plain plain = new Plain(source, bare);
            for (int at = 0; at < source.length(); ) {
                at = plain.take(at);
            }
            return plain;
        }

        private int take(int at) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                return at + 1;
            }
            if (c == '%') {
                int digits = at + 1;
                while (source.startsWith("25", digits) && hex(digits + 2, 2) >= 0) {
                    digits += 2;
                }
                return hex(digits, 2) >= 0 ? put(at, digits + 2, (char) hex(digits, 2)) : put(at, at + 1, c);
            }
            if (c == '&' && entity.region(at, source.length()).lookingAt()) {
                return put(at, entity.end(), named());
            }
            if (c != '\\') {
                return put(at, at + 1, c);
            }
            int next = at + 1;
            while (next < source.length() && source.charAt(next) == '\\') {
                next++;
            }
            char escaped = next < source.length() ? source.charAt(next) : ' ';
            if (next == source.length() || "nrtbf".indexOf(escaped) >= 0) {
                return Math.min(next + 1, source.length());
            }
            int code = escaped == 'u' ? hex(next + 1, 4) : -1;
            return code >= 0 ? put(at, next + 5, (char) code) : put(at, next + 1, escaped);
        }

        private char named() {
            if (entity.group(3) != null) {
                return switch (entity.group(3)) {
                    case "lt" -> '<';
                    case "gt" -> '>';
                    case "quot" -> '"';
                    case "apos" -> '\'';
                    default -> '&';
                };
            }
            return (char)
                    (entity.group(1) == null
                            ? Integer.parseInt(entity.group(2), 16)
                            : Integer.parseInt(entity.group(1)));
        }

        private int hex(int at, int digits) {
            int value = 0;
            for (int i = at; i < at + digits; i++) {
                int digit = i < source.length() ? Character.digit(source.charAt(i), 16) : -1;
                if (digit < 0) {
                    return -1;
                }
                value = 16 * value + digit;
            }
            return value;
        }

        private int put(int start, int end, char c) {
            if (bare ? Character.isLetterOrDigit(c) : !Character.isWhitespace(c)) {
                from[text.length()] = start;
                to[text.length()] = end;
                text.append(Character.toLowerCase(c));
            }
            return end;
        }
    }
}
