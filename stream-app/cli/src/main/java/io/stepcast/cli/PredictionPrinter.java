package io.stepcast.cli;

import io.stepcast.schema.Prediction;

/** One prediction as one line. */
interface PredictionPrinter {

    String print(Prediction prediction);
}
