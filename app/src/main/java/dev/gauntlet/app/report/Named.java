package dev.gauntlet.app.report;

/** A name and what it stands for. */
public record Named(String name, String text) {}
