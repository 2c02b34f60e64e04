package io.stepcast.codec;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.stepcast.codec.AvroOnlyClient.UnusableSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema registry's answers as values and typed failures. Asks again, waiting longer each time, while there is no usable answer.
 * Confined to one thread.
 */
final class Registry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    // The registry's own codes; a 404 with another code comes from something that isn't a registry, a proxy or a wrong
    // URL.
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private final SchemaRegistryClient client;
    private final Runnable nextUrl;
    private final RegistrySettings settings;
    private final Waiting waiting;
    private final Map<Integer, String> unusable = new HashMap<>();

    /** @param nextUrl makes the client turn to its next URL */
    Registry(SchemaRegistryClient client, Runnable nextUrl, RegistrySettings settings, Waiting waiting) {
        this.client = client;
        this.nextUrl = nextUrl;
        this.settings = settings;
        this.waiting = waiting;
    }

    /**
     * A registry over HTTP; nothing is asked of it yet.
     *
     * @throws IllegalArgumentException if the client can't be made from the settings' properties
     */
    static Registry over(RegistrySettings settings, Waiting waiting) {
        RestService rest = new RestService(settings.urls());
        return new Registry(
                ClientProperties.client(rest, settings.properties()),
                () -> rest.getBaseUrls().fail(rest.getBaseUrls().current()),
                settings,
                waiting);
    }

    /**
     * The schema of an id, which is a record.
     *
     * @throws BadPayloadException if the registry knows no such id, or it isn't an Avro record
     * @throws RegistryUnavailableException if the registry gave no usable answer
     */
    Schema recordSchema(int id) throws BadPayloadException {
        String known = unusable.get(id);
        if (known != null) {
            throw new BadPayloadException(known);
        }
        if (id < 0) {
            throw new BadPayloadException("a schema id of 0 or more is required, got " + id);
        }
        try {
            ParsedSchema parsed = ask(
                    "for the schema of id " + id,
                    () -> client.getSchemaById(id),
                    e -> e.getStatus() == NOT_FOUND && e.getErrorCode() == SCHEMA_NOT_FOUND);
            // The client parses nothing but Avro.
            Schema schema = ((AvroSchema) parsed).rawSchema();
            if (schema.getType() != Schema.Type.RECORD) {
                throw new UnusableSchemaException(
                        "an Avro record is required, got " + schema.getType().getName());
            }
            return schema;
        } catch (RestClientException e) {
            throw new BadPayloadException("schema id " + id + " is unknown to the registry", e);
        } catch (UnusableSchemaException e) {
            String reason = "schema id " + id + ": " + e.getMessage();
            unusable.put(id, reason);
            throw new BadPayloadException(reason, e);
        }
    }

    /**
     * The id of a schema under a subject: registered, or looked up, as the settings say.
     *
     * @throws SchemaRefusedException if the registry refuses the schema, or doesn't have it though it must
     * @throws RegistryUnavailableException if the registry gave no usable answer
     */
    int id(String subject, Schema schema) {
        AvroSchema avro = new AvroSchema(schema);
        String name = schema.getFullName();
        try {
            return settings.register()
                    ? ask(
                            "to register " + name + " under " + subject,
                            () -> client.register(subject, avro),
                            this::refuses)
                    : ask(
                            "for the id of " + name + " under " + subject,
                            () -> client.getId(subject, avro),
                            this::refuses);
        } catch (RestClientException e) {
            throw new SchemaRefusedException(refusal(e, subject, name), e);
        }
    }

    private boolean refuses(RestClientException e) {
        return switch (e.getStatus()) {
            case UNAUTHORISED, FORBIDDEN, CONFLICT, UNPROCESSABLE -> true;
            case NOT_FOUND -> e.getErrorCode() == SUBJECT_NOT_FOUND || e.getErrorCode() == SCHEMA_NOT_FOUND;
            default -> false;
        };
    }

    private String refusal(RestClientException e, String subject, String name) {
        String where = "the registry at " + settings.shownUrls();
        return switch (e.getStatus()) {
            case UNAUTHORISED, FORBIDDEN ->
                "%s refuses these credentials for subject %s: %s".formatted(where, subject, e.getMessage());
            case CONFLICT ->
                "%s holds schemas under subject %s that %s is not compatible with: %s"
                        .formatted(where, subject, name, e.getMessage());
            case NOT_FOUND ->
                "%s is required to have exactly the schema %s under subject %s, and doesn't: register it, or let it be registered: %s"
                        .formatted(where, name, subject, e.getMessage());
            default -> "%s refuses the schema %s under subject %s: %s".formatted(where, name, subject, e.getMessage());
        };
    }

    /**
     * Asks until there is an answer or the time is up.
     *
     * @param isAnswer whether an error of the registry is its answer; any other is a reason to ask again
     * @throws RestClientException an error that is the answer
     */
    private <T> T ask(String question, Question<T> asked, Predicate<RestClientException> isAnswer)
            throws RestClientException {
        long start = waiting.nanoTime();
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            Exception failure;
            try {
                return asked.ask();
            } catch (RestClientException e) {
                if (isAnswer.test(e)) {
                    throw e;
                }
                // The client itself turns to the next URL only when the connection fails.
                nextUrl.run();
                failure = e;
            } catch (UnusableSchemaException | SecurityException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
            Duration asking = Duration.ofNanos(waiting.nanoTime() - start);
            Duration left = settings.retryFor().minus(asking);
            if (left.isNegative() || left.isZero()) {
                throw new RegistryUnavailableException(
                        "the registry at %s gave no usable answer when asked %s; attempts: %d in %d ms; last: %s"
                                .formatted(settings.shownUrls(), question, attempt, asking.toMillis(), shown(failure)),
                        failure);
            }
            wait = shorter(wait, left);
            LOG.warn(
                    "The registry at {} gave no usable answer when asked {}, asking again in {} ms: {}",
                    settings.shownUrls(),
                    question,
                    wait.toMillis(),
                    shown(failure));
            sleep(wait, question);
            wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void sleep(Duration wait, String question) {
        try {
            waiting.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(
                    "interrupted while asking the registry at " + settings.shownUrls() + " " + question, e);
        }
    }

    private static String shown(Exception e) {
        return e instanceof RestClientException rest
                ? "HTTP status %d: %s".formatted(rest.getStatus(), rest.getMessage())
                : e.toString();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Question<T> {
        T ask() throws IOException, RestClientException;
    }
}
