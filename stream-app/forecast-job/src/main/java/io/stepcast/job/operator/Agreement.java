package io.stepcast.job.operator;

import io.stepcast.codec.SchemaRefusedException;
import java.util.function.Supplier;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Opens what needs the registry to agree to a schema. */
final class Agreement {

    private Agreement() {}

    /** Ends the job where the registry refuses: no restart would change its mind, unlike that of one that doesn't answer. */
    static <T> T orEnd(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (SchemaRefusedException e) {
            throw new SuppressRestartsException(e);
        }
    }
}
