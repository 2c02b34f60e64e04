package io.stepcast.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The Kafka properties of the embedded broker: one node on loopback that starts fast, stays small and keeps its history. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CLIENT_LISTENER = "PLAINTEXT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    /**
     * @param folder the only log directory
     * @param clientPort the port that clients use
     * @param controllerPort may differ from one start to the next: a static quorum stores voter ids, not their addresses
     */
    static Properties of(Path folder, int clientPort, int controllerPort) {
        Properties settings = new Properties();
        addIdentity(settings, folder, clientPort, controllerPort);
        addSingleNodeTopics(settings);
        addHistory(settings);
        addFastRestart(settings);
        addSmallFootprint(settings);
        return settings;
    }

    private static void addIdentity(Properties settings, Path folder, int clientPort, int controllerPort) {
        String client = CLIENT_LISTENER + "://" + Loopback.HOST + ":" + clientPort;
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE_ID));
        settings.setProperty("log.dirs", folder.toString());
        settings.setProperty(
                "listeners", client + "," + CONTROLLER_LISTENER + "://" + Loopback.HOST + ":" + controllerPort);
        settings.setProperty("advertised.listeners", client);
        settings.setProperty(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", CLIENT_LISTENER);
        settings.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        settings.setProperty("controller.quorum.voters", NODE_ID + "@" + Loopback.HOST + ":" + controllerPort);
    }

    private static void addSingleNodeTopics(Properties settings) {
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    private static void addHistory(Properties settings) {
        // Replayed readings carry old timestamps: any limit in time would delete them, and what is forecast from them,
        // at once.
        settings.setProperty("log.retention.ms", "-1");
        settings.setProperty("log.retention.bytes", "-1");
        // A demo that rests for weeks goes on where it was: offsets for a year, transactions for a week.
        settings.setProperty("offsets.retention.minutes", "525600");
        settings.setProperty("transaction.max.timeout.ms", "604800000");
    }

    private static void addFastRestart(Properties settings) {
        settings.setProperty("controlled.shutdown.enable", "true");
        settings.setProperty("broker.heartbeat.interval.ms", "200");
        // After a kill the new broker waits until the old one's session has ended; shorter, and a busy machine fences a
        // live broker.
        settings.setProperty("broker.session.timeout.ms", "2000");
        settings.setProperty("controller.quorum.election.timeout.ms", "200");
        settings.setProperty("controller.quorum.election.backoff.max.ms", "200");
        settings.setProperty("controller.quorum.fetch.timeout.ms", "1000");
        settings.setProperty("controller.quorum.request.timeout.ms", "1000");
    }

    private static void addSmallFootprint(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("num.recovery.threads.per.data.dir", "2");
        // The default of 128 MB is allocated at start.
        settings.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
    }
}
