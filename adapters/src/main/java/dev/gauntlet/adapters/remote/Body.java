package dev.gauntlet.adapters.remote;

import java.util.Optional;

/** How rows are written into a request. */
enum Body {
    /** A JSON document, by the template. */
    JSON("application/json"),
    /** Separated text, a line a row. */
    CSV("text/csv"),
    /** Form fields, a field a feature. */
    FORM("application/x-www-form-urlencoded"),
    /** The same fields in the query of the address, without a body. */
    QUERY("");

    private final String contentType;

    Body(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** The body that a content type stands for, if it is one that can be written here. */
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
