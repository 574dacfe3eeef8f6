package dev.gauntlet.adapters.text;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.util.List;
import java.util.Locale;

/**
 * A host name in parts. Public suffixes are those of the list that Guava carries; a name under none of them uses its
 * last label.
 *
 * @param name in lower case, without a trailing dot
 * @param address whether it is an IP address, which has no parts
 * @param suffix for example {@code co.uk}
 * @param known whether the suffix is on the list
 * @param registered the label before the suffix, for example {@code gauntlet} of {@code www.gauntlet.co.uk}
 * @param labels how many labels there are in all
 * @param below how many labels stand before the registered one
 */
record Host(String name, boolean address, String suffix, boolean known, String registered, int labels, int below) {
    static Host of(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\.+$", "");
        if (InetAddresses.isUriInetAddress(name) || InetAddresses.isInetAddress(name)) {
            return new Host(name, true, "", false, "", 0, 0);
        }
        List<String> labels = List.of(name.split("\\.", -1));
        int suffix = suffix(name);
        int ends = suffix > 0 ? suffix : Math.min(1, labels.size() - 1);
        int registered = labels.size() - ends - 1;
        return new Host(
                name,
                false,
                String.join(".", labels.subList(labels.size() - ends, labels.size())),
                suffix > 0,
                registered < 0 ? "" : labels.get(registered),
                labels.size(),
                Math.max(0, registered));
    }

    /** How many labels, from the last one, are the registered name and its suffix; 0 where there is none under a known one. */
    int registeredLabels() {
        return known && !registered.isEmpty() ? suffix.split("\\.").length + 1 : 0;
    }

    /** How many labels the public suffix has; 0 if there is none. */
    private static int suffix(String name) {
        try {
            InternetDomainName suffix = InternetDomainName.from(name).publicSuffix();
            return suffix == null ? 0 : suffix.parts().size();
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }
}
