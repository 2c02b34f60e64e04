package io.stepcast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a schema file must keep to, now and when it changes. */
class SchemaHygieneTest {

    private static final Path CURRENT = Path.of("src/main/avro");
    /** One folder per released version: v1, v2, … A file there never changes. */
    private static final Path GOLDEN = Path.of("src/test/resources/schemas");

    static List<Path> current() throws IOException {
        return list(CURRENT);
    }

    @Test
    void noSchemaOfTheFirstVersionIsGone() throws IOException {
        assertThat(names(CURRENT)).containsAll(names(GOLDEN.resolve("v1")));
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyTypeAndFieldSaysWhatItIs(Path file) throws IOException {
        assertDocumented(parse(file));
    }

    private static void assertDocumented(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                assertSentence(schema.getFullName(), schema.getDoc());
                for (Schema.Field field : schema.getFields()) {
                    assertSentence(schema.getName() + "." + field.name(), field.doc());
                    assertDocumented(field.schema());
                }
            }
            case ENUM -> assertSentence(schema.getFullName(), schema.getDoc());
            case ARRAY -> assertDocumented(schema.getElementType());
            case MAP -> assertDocumented(schema.getValueType());
            case UNION -> schema.getTypes().forEach(SchemaHygieneTest::assertDocumented);
            default -> {}
        }
    }

    private static void assertSentence(String name, String doc) {
        assertThat(doc).as("doc of %s", name).isNotNull().matches("(?s)[A-Z].*\\.");
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyTimeSaysItsUnit(Path file) throws IOException {
        for (Schema.Field field : parse(file).getFields()) {
            if (field.schema().toString().contains("timestamp-millis")) {
                assertThat(field.doc()).as(field.name()).contains("milliseconds since the epoch, UTC");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyOptionalFieldIsNullByDefault(Path file) throws IOException {
        for (Schema.Field field : parse(file).getFields()) {
            if (field.schema().isNullable()) {
                assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyVersionEverReleasedCanStillBeRead(Path file) throws IOException {
        List<ParsedSchemaHolder> released = new ArrayList<>();
        for (Path version : list(GOLDEN)) {
            Path golden = version.resolve(file.getFileName());
            if (Files.exists(golden)) {
                released.add(new SimpleParsedSchemaHolder(new AvroSchema(parse(golden))));
            }
        }
        assertThat(released).isNotEmpty();
        assertThat(new AvroSchema(parse(file)).isCompatible(CompatibilityLevel.BACKWARD_TRANSITIVE, released))
                .as("what breaks the reading of earlier versions of %s", file.getFileName())
                .isEmpty();
    }

    private static Schema parse(Path file) throws IOException {
        return new Schema.Parser().parse(Files.readString(file));
    }

    private static List<String> names(Path folder) throws IOException {
        return list(folder).stream().map(path -> path.getFileName().toString()).toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
