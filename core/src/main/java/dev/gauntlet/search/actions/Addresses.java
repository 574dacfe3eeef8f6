package dev.gauntlet.search.actions;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which addresses are of the internet, and so may be of servers that an attacker rents. */
final class Addresses {
    private static final Pattern FOUR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private Addresses() {}

    /**
     * Whether it is an address outside the networks for inside use, loops and several receivers.
     *
     * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, special-purpose addresses</a>
     */
    static boolean isPublic(String address) {
        Matcher four = FOUR.matcher(address);
        if (four.matches()) {
            int a = Integer.parseInt(four.group(1));
            int b = Integer.parseInt(four.group(2));
            boolean inside = a == 0
                    || a == 10
                    || a == 127
                    || a >= 224
                    || (a == 172 && b >= 16 && b < 32)
                    || (a == 192 && b == 168)
                    || (a == 169 && b == 254)
                    || (a == 100 && b >= 64 && b < 128);
            return !inside;
        }
        return address.toLowerCase(Locale.ROOT).matches("[23][0-9a-f]{3}:[0-9a-f:.]+");
    }
}
