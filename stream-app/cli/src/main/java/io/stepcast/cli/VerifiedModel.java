package io.stepcast.cli;

import io.stepcast.cli.console.UserException;
import io.stepcast.job.models.ModelFiles;
import io.stepcast.schema.ModelUpdate;
import io.stepcast.schema.Probe;
import io.stepcast.version.ModelVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The parameters of a published version that were found to be what was published.
 *
 * @param parameters the safetensors file's bytes
 * @param largestError how far the probes' outputs are from the published ones, at most, in parts of 1 or of the output where it is
 *     larger
 */
record VerifiedModel(byte[] parameters, double largestError) {

    /** Other processors and devices add in another order; anything beyond is another network. */
    private static final double TOLERANCE = 1e-5;

    /**
     * Fetches and checks the parameters of a version.
     *
     * @throws UserException if they can't be read, have another hash, or don't reproduce the probes
     */
    static VerifiedModel of(ModelUpdate version) {
        byte[] parameters = parameters(version);
        String sha256 = ModelFiles.sha256(parameters);
        if (!sha256.equals(version.getSha256())) {
            throw UserException.failure(
                    name(version) + " must have the SHA-256 " + version.getSha256() + ", got " + sha256, null);
        }
        double largest = 0;
        try (ModelVersion model = ModelVersion.open(parameters, version.getEncoding())) {
            for (Probe probe : version.getProbes()) {
                largest = Math.max(largest, error(probe, model.predict(floats(probe.getInput()))));
            }
        } catch (IllegalArgumentException e) {
            throw UserException.failure(name(version) + " can't be opened: " + e.getMessage(), e);
        }
        if (!(largest <= TOLERANCE)) {
            throw UserException.failure(
                    name(version) + " must reproduce its probes to " + TOLERANCE + ", got " + largest, null);
        }
        return new VerifiedModel(parameters, largest);
    }

    private static byte[] parameters(ModelUpdate version) {
        ByteBuffer inline = version.getParameters();
        if (inline != null) {
            byte[] bytes = new byte[inline.remaining()];
            inline.duplicate().get(bytes);
            return bytes;
        }
        String uri = version.getUri();
        if (uri == null) {
            throw UserException.failure(name(version) + " has neither parameters nor a file", null);
        }
        try {
            return ModelFiles.read(uri);
        } catch (IOException e) {
            throw UserException.failure(name(version) + " lies at " + uri + ", which can't be read: " + e, e);
        }
    }

    private static double error(Probe probe, float[] output) {
        double largest = 0;
        for (int i = 0; i < output.length; i++) {
            double published = probe.getOutput().get(i);
            double error = Math.abs(output[i] - published) / Math.max(1, Math.abs(published));
            // What is not a number must not pass for small.
            largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
        }
        return largest;
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static String name(ModelUpdate version) {
        return "version " + version.getVersion() + " of model " + version.getModelId();
    }
}
