package io.stepcast.codec;

import io.stepcast.schema.Reading;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Tells Avro that it may instantiate the generated records: from 1.12.2 on it trusts no class by itself, lest a schema name any class
 * on the class path. The same can be said with {@code -Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.stepcast.schema}.
 */
final class TrustedClasses {

    private static final String TRUSTED = "io.stepcast.schema.";

    private TrustedClasses() {}

    /** Adds the generated records to what is trusted already, once. */
    static synchronized void trust() {
        ClassSecurityPredicate already = ClassSecurityValidator.getGlobal();
        if (!already.isTrusted(Reading.class)) {
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    already, type -> type.getName().startsWith(TRUSTED)));
        }
    }
}
