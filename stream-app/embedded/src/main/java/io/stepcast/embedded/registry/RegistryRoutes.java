package io.stepcast.embedded.registry;

import com.fasterxml.jackson.databind.util.RawValue;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.stepcast.embedded.registry.Messages.Compatibility;
import io.stepcast.embedded.registry.Messages.Level;
import io.stepcast.embedded.registry.Messages.LevelRequest;
import io.stepcast.embedded.registry.Messages.LevelUpdate;
import io.stepcast.embedded.registry.Messages.ModeAnswer;
import io.stepcast.embedded.registry.Messages.ModeRequest;
import io.stepcast.embedded.registry.Messages.SchemaId;
import io.stepcast.embedded.registry.Messages.SchemaRequest;
import io.stepcast.embedded.registry.Messages.SchemaText;
import io.stepcast.embedded.registry.Messages.SubjectVersion;
import io.stepcast.embedded.registry.Messages.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls that the registry answers.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema Registry API reference</a>
 */
final class RegistryRoutes {

    private final Registry registry;

    RegistryRoutes(Registry registry) {
        this.registry = registry;
    }

    List<Route> all() {
        return List.of(
                Route.of("GET", "/", call -> Map.of()),
                Route.of("GET", "/contexts", call -> List.of(".")),
                Route.of("GET", "/subjects", this::subjects),
                Route.of("POST", "/subjects/{subject}", this::lookUp),
                Route.of("DELETE", "/subjects/{subject}", this::deleteSubject),
                Route.of("GET", "/subjects/{subject}/versions", this::versions),
                Route.of("POST", "/subjects/{subject}/versions", this::register),
                Route.of("GET", "/subjects/{subject}/versions/{version}", call -> Version.of(version(call))),
                Route.of("DELETE", "/subjects/{subject}/versions/{version}", this::deleteVersion),
                Route.of("GET", "/subjects/{subject}/versions/{version}/schema", call -> raw(version(call))),
                Route.of("GET", "/subjects/{subject}/versions/{version}/referencedby", this::referencedBy),
                Route.of("GET", "/schemas/types", call -> List.of(AvroSchema.TYPE)),
                Route.of("GET", "/schemas/ids/{id}", this::schema),
                Route.of("GET", "/schemas/ids/{id}/schema", call -> raw(first(call))),
                Route.of("GET", "/schemas/ids/{id}/subjects", this::subjectsOfId),
                Route.of("GET", "/schemas/ids/{id}/versions", this::versionsOfId),
                Route.of("POST", "/compatibility/subjects/{subject}/versions", call -> compatibility(call, null)),
                Route.of(
                        "POST",
                        "/compatibility/subjects/{subject}/versions/{version}",
                        call -> compatibility(call, call.version())),
                Route.of("GET", "/config", this::level),
                Route.of("PUT", "/config", this::setLevel),
                Route.of("DELETE", "/config", this::deleteLevel),
                Route.of("GET", "/config/{subject}", this::level),
                Route.of("PUT", "/config/{subject}", this::setLevel),
                Route.of("DELETE", "/config/{subject}", this::deleteLevel),
                Route.of("GET", "/mode", this::mode),
                Route.of("PUT", "/mode", this::setMode),
                Route.of("GET", "/mode/{subject}", this::mode),
                Route.of("PUT", "/mode/{subject}", this::setMode),
                Route.of("DELETE", "/mode/{subject}", this::deleteMode));
    }

    private Object subjects(Call call) {
        String prefix = call.query().getOrDefault("subjectPrefix", "");
        // Confluent's way of saying "in every context"; there is only one here.
        return registry.subjects(call.shown(), prefix.startsWith(":*:") ? prefix.substring(3) : prefix);
    }

    private Object lookUp(Call call) {
        return Version.of(
                registry.lookUp(call.subject(), call.body(SchemaRequest.class), call.flag("normalize"), call.shown()));
    }

    private Object register(Call call) {
        return new SchemaId(registry.register(call.subject(), call.body(SchemaRequest.class), call.flag("normalize")));
    }

    private Object versions(Call call) {
        return registry.versions(call.subject(), call.shown());
    }

    private StoredSchema version(Call call) {
        return registry.version(call.subject(), call.version(), call.shown());
    }

    private Object deleteSubject(Call call) {
        return registry.deleteSubject(call.subject(), call.flag("permanent"));
    }

    private Object deleteVersion(Call call) {
        return registry.deleteVersion(call.subject(), call.version(), call.flag("permanent"));
    }

    private Object referencedBy(Call call) {
        StoredSchema unused = version(call);
        return List.of();
    }

    private StoredSchema first(Call call) {
        return registry.withId(call.id()).get(0);
    }

    private Object schema(Call call) {
        return new SchemaText(first(call).schema(), call.flag("fetchMaxId") ? registry.highestId() : null);
    }

    private Object subjectsOfId(Call call) {
        return registry.withId(call.id()).stream()
                .filter(call.shown()::includes)
                .map(StoredSchema::subject)
                .distinct()
                .toList();
    }

    private Object versionsOfId(Call call) {
        return registry.withId(call.id()).stream()
                .filter(call.shown()::includes)
                .map(schema -> new SubjectVersion(schema.subject(), schema.version()))
                .toList();
    }

    private Object compatibility(Call call, @Nullable String version) {
        List<String> reasons = registry.incompatibilities(
                call.subject(), call.body(SchemaRequest.class), call.flag("normalize"), version);
        return new Compatibility(reasons.isEmpty(), call.flag("verbose") ? reasons : null);
    }

    private Object level(Call call) {
        return new Level(registry.level(call.subjectOrAll(), call.flag("defaultToGlobal"))
                .name());
    }

    private Object setLevel(Call call) {
        String wanted = String.valueOf(call.body(LevelRequest.class).compatibility());
        CompatibilityLevel level = Arrays.stream(CompatibilityLevel.values())
                .filter(each -> each.name().equals(wanted.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Errors.invalidLevel(wanted));
        registry.setLevel(call.subjectOrAll(), level);
        return new LevelUpdate(level.name());
    }

    private Object deleteLevel(Call call) {
        return new Level(registry.deleteLevel(call.subjectOrAll()).name());
    }

    private Object mode(Call call) {
        return new ModeAnswer(
                registry.mode(call.subjectOrAll(), call.flag("defaultToGlobal")).name());
    }

    private Object setMode(Call call) {
        String wanted = String.valueOf(call.body(ModeRequest.class).mode());
        Mode mode = Arrays.stream(Mode.values())
                .filter(each -> each.name().equals(wanted.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Errors.invalidMode(wanted));
        registry.setMode(call.subjectOrAll(), mode);
        return new ModeAnswer(mode.name());
    }

    private Object deleteMode(Call call) {
        return new ModeAnswer(registry.deleteMode(call.subject()).name());
    }

    /** The schema itself as the answer, not as a text in it. */
    private static Object raw(StoredSchema stored) {
        return new RawValue(stored.schema());
    }
}
