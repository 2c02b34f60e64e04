package io.stepcast.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the configuration file and tells all that is wrong with it at once. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * @param file the YAML file
     * @param overrides {@code key=value} pairs with dotted keys, as given by {@code --set}
     * @param environment the environment that <code>${NAME}</code> in values refers to
     * @throws ConfigException with every problem found
     */
    public static StepcastConfig load(Path file, List<String> overrides, Map<String, String> environment) {
        return parse(read(file), file.toString(), overrides, environment);
    }

    /** The same from text; {@code source} names it in errors. */
    public static StepcastConfig parse(
            String yaml, String source, List<String> overrides, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        EnvironmentReferences references = new EnvironmentReferences(environment, problems);
        Map<String, Setting> settings = new YamlReader(references, problems).read(yaml);
        if (!problems.isEmpty() && settings.isEmpty()) {
            throw new ConfigException(source, problems); // Not YAML: all else would follow from that.
        }
        overrides.forEach(override -> override(override, settings, references, problems));
        KeyCheck.check(settings, problems);
        Values values = new Values(settings, problems);
        Assembler assembler = new Assembler(settings, values);
        assembler.check(problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(source, problems);
        }
        return assembler.assemble();
    }

    private static void override(
            String override, Map<String, Setting> settings, EnvironmentReferences references, List<String> problems) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            problems.add("--set must be key=value, got '" + (equals < 0 ? override : "=…") + "'");
            return;
        }
        String key = override.substring(0, equals).strip();
        String written = override.substring(equals + 1).strip();
        String value = references.resolve(key, "--set", written);
        settings.put(key, new Setting(key, List.of(value), false, "--set", "'" + written + "'"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw unreadable(file, "no permission to read the file");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "the file must be text in UTF-8");
        } catch (IOException e) {
            throw unreadable(
                    file,
                    Files.isDirectory(file) ? "this is a folder, not a file" : "can't be read: " + e.getMessage());
        }
    }

    private static ConfigException unreadable(Path file, String problem) {
        return new ConfigException(file.toString(), List.of(problem));
    }
}
