package dev.gauntlet.app.report;

/** A name and its value. */
public record Named(String name, String text) {}
