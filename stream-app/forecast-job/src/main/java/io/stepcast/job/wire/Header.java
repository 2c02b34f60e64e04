package io.stepcast.job.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A Kafka header. */
public record Header(String name, byte @Nullable [] value) {

    static Header of(String name, String value) {
        return new Header(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
