package io.stepcast.cli.demo;

import io.stepcast.cli.console.ExitCode;
import io.stepcast.cli.console.Failures;
import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.Interrupts;
import io.stepcast.cli.console.UserException;
import io.stepcast.job.LocalJobStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The loop of the demo: takes what the topics bring to the scoreboard, shows it, and tells when it is over. */
final class Demo {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Dataset dataset;
    private final Services services;
    private final Replayer replayer;
    private final Scoreboard scoreboard = new Scoreboard();
    private final RateMeter meter = new RateMeter();
    private LocalJobStatus status;

    Demo(Dataset dataset, Services services, Replayer replayer) {
        this.dataset = dataset;
        this.services = services;
        this.replayer = replayer;
        this.status = services.job().status();
    }

    /** Until Ctrl-C. */
    void watch(Display display, Interrupts interrupts) {
        try (Feed feed = new Feed(services.config(), scoreboard)) {
            long nextStatus = System.nanoTime();
            while (!interrupts.stopWanted()) {
                feed.poll(POLL);
                long now = System.nanoTime();
                if (now >= nextStatus) {
                    nextStatus = now + STATUS_NANOS;
                    refresh();
                }
                display.show(scoreboard, demoStatus(now));
            }
        }
    }

    /**
     * Until every prediction is committed; then prints the result as the last line.
     *
     * @return the exit code
     */
    int runToEnd(Display display, Interrupts interrupts, PrintWriter out, long startNanos) {
        Completion completion = new Completion(QUIET_NANOS, SETTLE_NANOS, STUCK_NANOS);
        try (Feed feed = new Feed(services.config(), scoreboard)) {
            while (!interrupts.stopWanted()) {
                int news = feed.poll(POLL);
                long now = System.nanoTime();
                display.show(scoreboard, demoStatus(now));
                if (news > 0) {
                    continue; // Judge only when all that is committed has been taken over.
                }
                refresh();
                switch (completion.look(counts(), now)) {
                    case DONE -> {
                        double seconds = (now - startNanos) / 1e9;
                        out.println(
                                DemoResult.of(dataset, scoreboard, status.warming(), status.learningSteps(), seconds)
                                        .json());
                        return ExitCode.OK;
                    }
                    case STUCK ->
                        throw UserException.failure(
                                "no progress for " + TimeUnit.NANOSECONDS.toMinutes(STUCK_NANOS) + " minutes: "
                                        + whatIsMissing(),
                                status.failure());
                    case GOING_ON -> {}
                }
            }
        }
        return ExitCode.INTERRUPTED;
    }

    Scoreboard scoreboard() {
        return scoreboard;
    }

    private void refresh() {
        RuntimeException replayFailure = replayer.failure();
        if (replayFailure != null) {
            throw replayFailure;
        }
        status = services.job().status();
        if (status.state().equals("FAILED") || status.state().equals("CANCELED")) {
            throw UserException.failure("the forecast job ended: " + reason(status.failure()), status.failure());
        }
    }

    private DemoStatus demoStatus(long now) {
        boolean well = status.state().equals("RUNNING") || status.state().equals("CREATED");
        return new DemoStatus(
                replayer.written(),
                replayer.total(),
                meter.update(scoreboard.readings(), now),
                well
                        ? null
                        : "the job is " + status.state().toLowerCase(Locale.ROOT) + ": " + reason(status.failure()));
    }

    private Completion.Counts counts() {
        return new Completion.Counts(
                replayer.written() >= replayer.total() && scoreboard.readings() >= replayer.total(),
                scoreboard.readings(),
                scoreboard.predictions(),
                status.warming() + status.repeated(),
                scoreboard.deadLetters(),
                scoreboard.scored(),
                scoreboard.series().size(),
                status.learningSteps());
    }

    private String whatIsMissing() {
        return Figures.count(scoreboard.readings()) + " of " + Figures.count(replayer.total()) + " readings, "
                + Figures.count(scoreboard.predictions()) + " predictions, " + Figures.count(status.warming())
                + " warming, " + Figures.count(scoreboard.deadLetters()) + " dead letters; the job is "
                + status.state()
                + (status.failure() == null ? "" : " after: " + reason(status.failure()));
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null ? "no reason given" : Failures.rootMessage(failure);
    }
}
