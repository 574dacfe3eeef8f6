package dev.gauntlet.process.assemble;

/** A transform of a text that whoever runs a site has chosen: a URL, or the name of a host. */
public interface SiteText extends Transform {
    /** The column of the text. */
    String column();

    /** Whether the text is a URL, and no bare name. */
    boolean isUrl();

    /**
     * How many labels, from the last one, are the name that was registered: the public suffix and one more.
     *
     * @return 0 of an address, of a public suffix itself, and of a name under no known one
     */
    int registeredLabels(String host);
}
