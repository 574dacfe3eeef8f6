package dev.gauntlet.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops at Ctrl-C, so that the work in progress is finished and counted. */
final class Stop implements AutoCloseable {
    private static final int PATIENCE = 5000;

    private final Thread worker = Thread.currentThread();
    private final Thread hook = new Thread(this::ask, "stop");
    private volatile boolean asked;
    private final CountDownLatch ended = new CountDownLatch(1);

    Stop() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void ask() {
        asked = true;
        try {
            ended.await(PATIENCE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            worker.interrupt();
        }
    }

    boolean isAsked() {
        return asked;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down already.
        }
    }
}
