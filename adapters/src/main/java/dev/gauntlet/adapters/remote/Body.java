package dev.gauntlet.adapters.remote;

import java.util.Optional;

/** How rows are written into a request. */
enum Body {
    /** A JSON document, written by the template. */
    JSON("application/json"),
    /** CSV, one line per row. */
    CSV("text/csv"),
    /** Form fields, one per feature. */
    FORM("application/x-www-form-urlencoded"),
    /** The same fields in the query string of the URL, without a body. */
    QUERY("");

    private final String contentType;

    Body(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** The kind of body for a content type, if it is supported. */
    static Optional<Body> of(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        if (type.matches("application/([a-z0-9.-]+\\+)?json")) {
            return Optional.of(JSON);
        }
        return type.equals(CSV.contentType)
                ? Optional.of(CSV)
                : Optional.of(FORM).filter(form -> type.equals(form.contentType));
    }
}
