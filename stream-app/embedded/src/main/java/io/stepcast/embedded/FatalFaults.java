package io.stepcast.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending the host's JVM.
 *
 * <p>A Kafka server ends its process when it can't go on, for example when its only disk fails. In somebody else's process that
 * is reported instead: to every embedded broker that runs, as Kafka's exit procedures are one per JVM and name no server.
 */
final class FatalFaults {

    private static final Logger LOG = LoggerFactory.getLogger(FatalFaults.class);
    private static final Set<Consumer<String>> LISTENERS = ConcurrentHashMap.newKeySet();

    private FatalFaults() {}

    /** From now on until {@link #forget} the listener hears of every attempt to end the process. */
    static void report(Consumer<String> listener) {
        Exit.setExitProcedure(FatalFaults::refuse);
        Exit.setHaltProcedure(FatalFaults::refuse);
        LISTENERS.add(listener);
    }

    static void forget(Consumer<String> listener) {
        LISTENERS.remove(listener);
    }

    private static void refuse(int status, String message) {
        String what = "Kafka wanted to end the process with status " + status + (message == null ? "" : ": " + message);
        LOG.error("{}. The embedded broker no longer works.", what);
        LISTENERS.forEach(listener -> listener.accept(what));
        // Kafka's callers rely on exit and halt not returning.
        throw new IllegalStateException(what);
    }
}
