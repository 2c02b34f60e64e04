package io.stepcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stepcast.config.ConfigLoader;
import io.stepcast.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents say about the configuration is what the program says. */
final class DocumentationTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theConfigurationPageIsTheReferenceThatTheCommandPrints() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/configuration.md")))
                .endsWith(ConfigReference.markdown().strip() + "\n");
    }

    @Test
    void theReadmesConfigurationsCanBeUsed() throws IOException {
        Matcher yaml = YAML.matcher(Files.readString(ROOT.resolve("README.md")));
        int whole = 0;
        while (yaml.find()) {
            if (yaml.group(1).startsWith("kafka:")) {
                whole++;
                assertThat(ConfigLoader.parse(yaml.group(1), "README.md", List.of(), Map.of()))
                        .isNotNull();
            }
        }
        assertThat(whole).isEqualTo(2);
    }
}
