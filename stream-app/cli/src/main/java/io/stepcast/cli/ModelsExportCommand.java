package io.stepcast.cli;

import io.stepcast.cli.console.Figures;
import io.stepcast.cli.console.UserException;
import io.stepcast.cli.console.Version;
import io.stepcast.schema.ModelUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stepcast models export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Writes the parameters of a model version to a safetensors file, which PyTorch and Stepcast's Java classes open.",
            "Before that, their SHA-256 is checked, and the network is run on the version's probes."
        },
        footer = {"", "Example:", "  stepcast models export latest --config stepcast.yaml --output model.safetensors"})
final class ModelsExportCommand implements Runnable {

    @Mixin
    private ModelArguments model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where to write it; a file that is there is replaced.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ModelUpdate version = model.find(spec.commandLine().getErr());
        VerifiedModel verified = VerifiedModel.of(version);
        try {
            Files.write(output, verified.parameters());
        } catch (IOException e) {
            throw UserException.failure(output + " can't be written: " + e, e);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "Wrote version %d of model %s to %s: %s bytes, SHA-256 %s, %d probes reproduced to %.1e%n",
                        version.getVersion(),
                        version.getModelId(),
                        output,
                        Figures.count(verified.parameters().length),
                        version.getSha256(),
                        version.getProbes().size(),
                        verified.largestError());
    }
}
