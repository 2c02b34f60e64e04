package io.stepcast.job;

import io.stepcast.config.ConfigException;
import io.stepcast.config.StepcastConfig;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.network.RecurrentShape;
import io.stepcast.version.InputEncoding;
import io.stepcast.version.StartingWeights;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of {@code model.start-from}.
 *
 * @param origin in words
 * @param parameters as {@link io.stepcast.network.NetworkState} has them
 */
record Start(String origin, float[] parameters) implements Serializable {

    /**
     * Reads the file.
     *
     * @return null where none is configured
     * @throws ConfigException if it can't be read or is of another network; names every difference
     */
    static @Nullable Start of(StepcastConfig config, InputEncoding encoding, RecurrentShape shape) {
        String file = config.model().startFrom();
        if (file == null) {
            return null;
        }
        if (config.model().recurrentNetworks() == 0) {
            throw refused("needs a recurrent network to begin with it, and model.recurrent-networks is 0");
        }
        try {
            byte[] bytes = ModelFiles.read(JobSettings.uri(file));
            return new Start(
                    "the weights of " + file + " (SHA-256 " + ModelFiles.sha256(bytes) + ")",
                    StartingWeights.read(bytes, encoding, shape).parameters());
        } catch (IOException e) {
            throw refused("must name a file that can be read, got " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            throw refused("must name weights that this model can begin with, got " + file + ": " + e.getMessage());
        }
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException("the configuration", List.of("'model.start-from' " + sentence));
    }
}
