package io.stepcast.job.operator;

import java.io.Serializable;

/** Which model a series belongs to: depends on the series' name alone. */
@FunctionalInterface
public interface Routes extends Serializable {

    /** The model's id. */
    String modelOf(String series);
}
