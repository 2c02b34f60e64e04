package io.stepcast.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Kills the parts of a running cluster at random moments, and keeps the table of what happened. */
final class ClusterKills {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Longest time between two kills, or between output that goes on and the next kill. */
    private static final int LONGEST_PAUSE_MILLIS = 3_000;

    private final Target target;
    private final LiveProducer producer;
    private final CommittedOutput output;
    private final Random random;
    private final List<Kill> table = new ArrayList<>();
    private final long startMillis = System.currentTimeMillis();

    ClusterKills(Target target, LiveProducer producer, CommittedOutput output, long seed) {
        this.target = target;
        this.producer = producer;
        this.output = output;
        random = new Random(seed);
    }

    /**
     * What is killed.
     *
     * @param checkpoints folder of the job's checkpoints
     */
    record Target(BrokerProcess broker, FlinkCluster cluster, Submission submission, Path checkpoints) {}

    /** Starts the job. */
    interface Submission {
        void from(@Nullable Path checkpoint) throws InterruptedException;
    }

    private enum Victim {
        TASK_MANAGER("task manager"),
        JOB_MANAGER("job manager"),
        BROKER("broker");

        private final String label;

        Victim(String label) {
            this.label = label;
        }
    }

    /**
     * A line of the table.
     *
     * @param outageMillis until a prediction made after the kill was committed; negative where the next kill came before
     */
    private record Kill(Victim victim, long atMillis, long outageMillis, int readings) {}

    /** Starts the job and kills something {@code kills} times; returns when output goes on after the last. */
    void run(int kills) throws IOException, InterruptedException {
        target.submission().from(null);
        awaitOutputAfter(System.currentTimeMillis(), "the first prediction");
        List<Victim> victims = victims(kills);
        for (int kill = 0; kill < kills; kill++) {
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            long killedAt = System.currentTimeMillis();
            Victim victim = victims.get(kill);
            kill(victim);
            // Every fourth time the next kill comes into the recovery, however far that is.
            boolean awaited = kill == kills - 1 || random.nextInt(4) > 0;
            if (awaited) {
                awaitOutputAfter(killedAt, "output after kill " + (kill + 1) + ", of the " + victim.label);
            }
            long outage = awaited ? System.currentTimeMillis() - killedAt : -1;
            table.add(new Kill(victim, killedAt - startMillis, outage, producer.readings()));
        }
    }

    /** Half of them task managers, three of ten the broker, two of ten the job manager, in random order. */
    private List<Victim> victims(int kills) {
        List<Victim> victims = new ArrayList<>(Collections.nCopies(kills / 2, Victim.TASK_MANAGER));
        victims.addAll(Collections.nCopies(kills / 5, Victim.JOB_MANAGER));
        victims.addAll(Collections.nCopies(kills - victims.size(), Victim.BROKER));
        Collections.shuffle(victims, random);
        return victims;
    }

    private void kill(Victim victim) throws IOException, InterruptedException {
        switch (victim) {
            case TASK_MANAGER -> {
                List<String> busy = target.cluster().busyTaskManagers();
                target.cluster().replaceTaskManager(busy.get(random.nextInt(busy.size())));
            }
            case JOB_MANAGER -> {
                target.cluster().killJobManager();
                target.cluster().startJobManager();
                target.submission()
                        .from(Expected.newestCheckpoint(target.checkpoints()).orElse(null));
            }
            case BROKER -> {
                target.broker().kill();
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                target.broker().restart();
            }
        }
    }

    private void awaitOutputAfter(long millis, String what) throws InterruptedException {
        House.await(what, PATIENCE, () -> output.newestWrittenMillis() > millis);
    }

    /** The table, on the console. */
    void print(String title) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%s%n%4s  %-12s  %10s  %16s  %13s%n",
                title,
                "kill",
                "what",
                "at",
                "output again in",
                "readings sent"));
        for (int i = 0; i < table.size(); i++) {
            Kill kill = table.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%4d  %-12s  %8.1f s  %16s  %13d%n",
                    i + 1,
                    kill.victim().label,
                    kill.atMillis() / 1e3,
                    kill.outageMillis() < 0
                            ? "next kill first"
                            : String.format(Locale.ROOT, "%.1f s", kill.outageMillis() / 1e3),
                    kill.readings()));
        }
        int ended = target.cluster().endedByThemselves();
        if (ended > 0) {
            text.append(String.format(Locale.ROOT, "task managers that ended by themselves: %d%n", ended));
        }
        System.out.print(text);
    }
}
