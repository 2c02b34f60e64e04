package io.stepcast.cli.fit;

import io.stepcast.cli.console.ProgressLine;
import io.stepcast.fit.Epoch;
import io.stepcast.fit.FitListener;
import java.util.Locale;

/** Training as a line that moves: epoch, losses and the time that is left if no patience ends it. */
final class FitProgress implements FitListener {

    private final ProgressLine line;
    private final int epochs;
    private String validation = "";
    private long done;

    FitProgress(ProgressLine line, int epochs) {
        this.line = line;
        this.epochs = epochs;
    }

    @Override
    public void batch(int epoch, long windows, double trainingLoss) {
        done = windows;
        line.note(String.format(Locale.ROOT, "epoch %d/%d · loss %.4f%s", epoch, epochs, trainingLoss, validation));
        line.update(windows);
    }

    @Override
    public void epoch(Epoch epoch) {
        if (!Double.isNaN(epoch.validationLoss())) {
            validation = String.format(Locale.ROOT, " · validation %.4f", epoch.validationLoss());
        }
        line.note(String.format(
                Locale.ROOT, "epoch %d/%d · loss %.4f%s", epoch.number(), epochs, epoch.trainingLoss(), validation));
    }

    void end() {
        line.end(done);
    }
}
