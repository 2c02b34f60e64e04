package io.stepcast.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.stepcast.embedded.registry.LogEntry.Foreign;
import io.stepcast.embedded.registry.LogEntry.LevelSet;
import io.stepcast.embedded.registry.LogEntry.ModeSet;
import io.stepcast.embedded.registry.LogEntry.SchemaRemoved;
import io.stepcast.embedded.registry.LogEntry.SchemaSet;
import io.stepcast.embedded.registry.LogEntry.SubjectDeleted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    private static final List<LogEntry> ENTRIES = List.of(
            new SchemaSet(new StoredSchema("s-value", 2, 7, "\"int\"", false)),
            new SchemaSet(new StoredSchema("s-value", 2, 7, "\"int\"", true)),
            new SchemaRemoved("s-value", 2),
            new SubjectDeleted("s-value", 2),
            new LevelSet("s-value", CompatibilityLevel.FULL_TRANSITIVE),
            new LevelSet("s-value", null),
            new LevelSet(null, CompatibilityLevel.NONE),
            new ModeSet("s-value", Mode.READONLY),
            new ModeSet(null, Mode.READWRITE),
            new ModeSet("s-value", null));

    @Test
    void recordsAreConfluentsToTheByte() {
        assertThat(ENTRIES.stream().map(LogFormatTest::text))
                .containsExactly(
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s-value\",\"version\":2,\"magic\":1} "
                                + "{\"subject\":\"s-value\",\"version\":2,\"id\":7,\"schema\":\"\\\"int\\\"\",\"deleted\":false}",
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s-value\",\"version\":2,\"magic\":1} "
                                + "{\"subject\":\"s-value\",\"version\":2,\"id\":7,\"schema\":\"\\\"int\\\"\",\"deleted\":true}",
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s-value\",\"version\":2,\"magic\":1} null",
                        "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s-value\",\"magic\":0} "
                                + "{\"subject\":\"s-value\",\"version\":2}",
                        "{\"keytype\":\"CONFIG\",\"subject\":\"s-value\",\"magic\":0} "
                                + "{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}",
                        "{\"keytype\":\"CONFIG\",\"subject\":\"s-value\",\"magic\":0} null",
                        "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0} {\"compatibilityLevel\":\"NONE\"}",
                        "{\"keytype\":\"MODE\",\"subject\":\"s-value\",\"magic\":0} {\"mode\":\"READONLY\"}",
                        "{\"keytype\":\"MODE\",\"subject\":null,\"magic\":0} {\"mode\":\"READWRITE\"}",
                        "{\"keytype\":\"MODE\",\"subject\":\"s-value\",\"magic\":0} null");
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        for (LogEntry entry : ENTRIES) {
            LogFormat.Bytes bytes = LogFormat.encode(entry);
            assertThat(LogFormat.decode(bytes.key(), bytes.value())).isEqualTo(entry);
        }
    }

    @Test
    void whatOnlyConfluentsRegistryKnowsKeepsItsId() throws IOException {
        String key = "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}";
        assertThat(decode(
                        key, "{\"subject\":\"s\",\"version\":1,\"id\":9,\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}"))
                .isEqualTo(new Foreign(9, "a schema of type PROTOBUF"));
        assertThat(decode(key, "{\"subject\":\"s\",\"version\":1,\"id\":9,\"references\":[{}],\"schema\":\"x\"}"))
                .isEqualTo(new Foreign(9, "a schema with references"));
        assertThat(decode("{\"keytype\":\"NOOP\",\"magic\":0}", null))
                .isEqualTo(new Foreign(0, "a record of type 'NOOP'"));
    }

    @Test
    void newerFieldsOfConfluentsRecordsDoNoHarm() throws IOException {
        String key = "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}";
        String value =
                "{\"subject\":\"s\",\"version\":1,\"id\":9,\"md5\":\"x\",\"references\":[],\"schemaType\":\"AVRO\","
                        + "\"schema\":\"\\\"int\\\"\",\"deleted\":false}";
        assertThat(decode(key, value)).isEqualTo(new SchemaSet(new StoredSchema("s", 1, 9, "\"int\"", false)));
    }

    @Test
    void aRecordOfSomethingElseIsAnError() {
        assertThatThrownBy(() -> LogFormat.decode(null, null)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decode("not json", null)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decode("{\"keytype\":\"SCHEMA\"}", null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'subject' must be text");
        assertThatThrownBy(
                        () -> decode("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1}", "{\"subject\":\"s\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'id' must be an integer");
    }

    private static LogEntry decode(String key, @Nullable String value) throws IOException {
        return LogFormat.decode(utf8(key), value == null ? null : utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(LogEntry entry) {
        LogFormat.Bytes bytes = LogFormat.encode(entry);
        byte[] value = bytes.value();
        return new String(bytes.key(), StandardCharsets.UTF_8) + " "
                + (value == null ? "null" : new String(value, StandardCharsets.UTF_8));
    }
}
