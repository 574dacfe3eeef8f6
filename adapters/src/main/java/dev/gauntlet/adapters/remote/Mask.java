package dev.gauntlet.adapters.remote;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds a secret in a text, whole or in part: any eight characters of it in a row, or all of a shorter one. Case and
 * white space within it do not matter, and neither do percent-encoding and the escapes of JSON. It is found in Base64
 * too, alone or within something longer such as {@code user:token}, and in hexadecimal digits.
 */
final class Mask {
    private static final String HIDDEN = "***";
    private static final int PART = 8;
    /** Fewer characters of Base64 say too little to be looked for. */
    private static final int LEAST = 4;

    /** Parts of all forms of the secret, by their length. */
    private final Map<Integer, Set<String>> parts = new HashMap<>();

    Mask(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        List.of(
                        secret,
                        URLEncoder.encode(secret, StandardCharsets.UTF_8),
                        HexFormat.of().formatHex(bytes))
                .forEach(form -> add(Plain.of(form).text.toString()));
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int before = 0; before < 3; before++) {
                String all = encoder.withoutPadding()
                        .encodeToString(ByteBuffer.allocate(before + bytes.length)
                                .put(before, bytes)
                                .array());
                // The characters that depend on nothing but the secret.
                int from = (8 * before + 5) / 6;
                int to = 8 * (before + bytes.length) / 6;
                if (to - from >= LEAST) {
                    add(all.substring(from, to).toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    private void add(String form) {
        int length = Math.min(PART, form.length());
        for (int at = 0; length > 0 && at + length <= form.length(); at++) {
            parts.computeIfAbsent(length, l -> new HashSet<>()).add(form.substring(at, at + length));
        }
    }

    /** The text with stars in place of every part of the secret. */
    String hide(String text) {
        Plain plain = Plain.of(text);
        boolean[] hidden = new boolean[text.length()];
        parts.forEach((length, some) -> {
            for (int at = 0; at + length <= plain.text.length(); at++) {
                if (some.contains(plain.text.substring(at, at + length))) {
                    java.util.Arrays.fill(hidden, plain.from[at], plain.to[at + length - 1], true);
                }
            }
        });
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

    /** A text in lower case, without white space, backslashes and escapes, and where each of its characters was. */
    private static final class Plain {
        private final String source;
        private final StringBuilder text = new StringBuilder();
        private final int[] from;
        private final int[] to;

        private Plain(String source) {
            this.source = source;
            from = new int[source.length()];
            to = new int[source.length()];
        }

        static Plain of(String source) {
            Plain plain = new Plain(source);
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
            if (!Character.isWhitespace(c)) {
                from[text.length()] = start;
                to[text.length()] = end;
                text.append(Character.toLowerCase(c));
            }
            return end;
        }
    }
}
