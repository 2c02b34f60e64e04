package io.stepcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    private Path temporary;

    @Test
    void keepsItsDataOverARestartOnAnotherPort() throws Exception {
        String first;
        try (EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0)) {
            first = broker.bootstrapServers();
            Topic.create(first, "readings").send("a", "b");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0)) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:").isNotEqualTo(first);
            Topic topic = new Topic(broker.bootstrapServers(), "readings");
            topic.send("c");
            assertThat(topic.readCommitted()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void committedTransactionsShowAndAbortedOnesDoNot() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0)) {
            Topic topic = Topic.create(broker.bootstrapServers(), "predictions");
            try (KafkaProducer<String, String> producer = topic.producer(Map.of("transactional.id", "sink-0"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(topic.record("committed")).get();
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(topic.record("aborted")).get();
                producer.abortTransaction();
            }
            assertThat(topic.readCommitted()).containsExactly("committed");
        }
    }

    @Test
    void topicsKeepTheirHistoryAndAreNotCreatedByAccident() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Topic topic = Topic.create(broker.bootstrapServers(), "readings");
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "readings");
            assertThat(admin.describeConfigs(List.of(resource)).all().get())
                    .hasEntrySatisfying(
                            resource,
                            config -> assertThat(config.get("retention.ms").value())
                                    .isEqualTo("-1"));
            Topic absent = new Topic(broker.bootstrapServers(), "raedings");
            try (KafkaProducer<String, String> producer = absent.producer(Map.of("max.block.ms", 500))) {
                assertThatThrownBy(() -> producer.send(absent.record("lost")).get())
                        .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
            }
            assertThat(admin.listTopics().names().get()).containsExactly(topic.name());
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0);
        DevelopmentRegistry registry = DevelopmentRegistry.start(broker.bootstrapServers(), 0);
        registry.close();
        registry.close();
        broker.close();
        broker.close();
        assertThat(broker.failure()).isEmpty();
    }

    @Test
    void aFolderHasOneBrokerAtATime() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0)) {
            assertThat(broker.failure()).isEmpty();
            assertThatThrownBy(() -> EmbeddedBroker.start(temporary, 0))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessage(
                            "The folder %s is held by another running broker: stop that one or choose another folder.",
                            temporary);
        }
    }

    @Test
    void aFatalFaultIsReportedAndDoesNotEndTheJvm() {
        List<EmbeddedException> heard = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(temporary, 0)) {
            broker.onFailure(heard::add);
            assertThatThrownBy(() -> Exit.halt(1, "the disk failed")).isInstanceOf(IllegalStateException.class);
            assertThat(broker.failure())
                    .get()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("has broken down", temporary.toString(), "status 1", "the disk failed");
            assertThat(heard).containsExactly(broker.failure().orElseThrow());
        }
    }

    @Test
    void aFirstStartThatWasCutOffIsMadeUpFor() throws Exception {
        try (BrokerFolder folder = BrokerFolder.open(temporary)) {
            Files.delete(folder.path().resolve("meta.properties"));
        }
        try (BrokerFolder folder = BrokerFolder.open(temporary)) {
            assertThat(folder.path().resolve("meta.properties")).exists();
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Loopback.at(0).getAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(temporary, port))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessage("The broker can't listen on 127.0.0.1:%1$d: port %1$d is already in use.", port);
        }
    }

    @Test
    void aPortOutOfRangeIsTheCallersMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddedBroker.start(temporary, 65_536))
                .withMessage("the broker's port must be from 0 to 65535, got 65536");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> EmbeddedBroker.start(file, 0))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage("The broker needs a folder for its data, but %s is a file.", file);
    }

    @Test
    void aFolderUnderAFileCannotBeUsed() throws IOException {
        Path folder = Files.createFile(temporary.resolve("file")).resolve("folder");
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageStartingWith("The broker's folder " + folder + " can't be used: ");
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Path letter = Files.writeString(temporary.resolve("letter.txt"), "Dear reader");
        assertThatThrownBy(() -> EmbeddedBroker.start(temporary, 0))
                .isInstanceOf(EmbeddedException.class)
                .hasMessage(
                        "The folder %s holds data of another kind (letter.txt): the broker needs an empty folder or one of its own.",
                        temporary);
        assertThat(temporary).isDirectoryNotContaining(path -> !path.equals(letter));
    }

    @Test
    void aFolderOfAnotherKafkaIsLeftAlone() throws IOException {
        Properties identity = new Properties();
        identity.putAll(Map.of("version", "1", "node.id", "7", "cluster.id", "gSRZETYTSry_NZPwJ9TZhg"));
        try (var writer = Files.newBufferedWriter(temporary.resolve("meta.properties"))) {
            identity.store(writer, null);
        }
        assertThatThrownBy(() -> EmbeddedBroker.start(temporary, 0))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("another Kafka server", "node.id 1", "node.id 7");
    }
}
