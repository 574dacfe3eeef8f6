package dev.gauntlet.app.report;

import dev.gauntlet.campaign.Assessment;

public final class Report {
    private Report() {}

    public static String html(Assessment a) {
        return a.data();
    }
}
