package io.stepcast.job.wire;

import io.stepcast.window.Reading;

/** A reading together with the record it came in, which goes to the dead-letter topic should the reading be unusable. */
public record SourceReading(Reading reading, RawRecord source) {}
