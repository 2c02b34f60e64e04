package io.stepcast.codec;

import static io.stepcast.codec.Samples.parse;
import static io.stepcast.codec.Samples.payload;

import io.stepcast.schema.Alert;
import io.stepcast.schema.Reading;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.ClassSecurityValidator;

/** A JVM with 64 MiB of heap and none of Avro's flags, which decodes huge claims, then a good record, then one that isn't trusted. */
final class LimitlessJvm {

    private static final Map<String, String> CLAIMS = Map.of(
            "string", "'string'",
            "bytes", "'bytes'",
            "array", "{'type':'array','items':['null','double']}",
            "map", "{'type':'map','values':'long'}",
            "nulls", "{'type':'array','items':'null'}");

    private LimitlessJvm() {}

    /** Runs it and gives the lines that it printed, errors included. */
    static List<String> run(Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path")
                                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                        LimitlessJvm.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!jvm.waitFor(60, TimeUnit.SECONDS)) {
            jvm.destroyForcibly();
        }
        return Files.readAllLines(output);
    }

    public static void main(String[] args) throws BadPayloadException {
        List<String> lines = new ArrayList<>();
        lines.add("missing flags: " + AvroLimits.missingFlags().size());
        try (FakeRegistry registry = new FakeRegistry();
                AvroDecoder<GenericRecord> decoder = AvroDecoder.generic(registry.settings());
                AvroDecoder<Reading> readings = AvroDecoder.specific(registry.settings(), Reading.class);
                AvroEncoder<Reading> encoder = AvroEncoder.forTopic(registry.settings(), "demo", Reading.class)) {
            for (String name : List.of("string", "bytes", "array", "map", "nulls")) {
                int id = registry.add(parse("{'type':'record','name':'Big','fields':[{'name':'a','type':%s}]}"
                        .formatted(CLAIMS.get(name))));
                try {
                    decoder.decode(payload(id, BadPayloadTest.TWO_BILLION));
                    lines.add("decoded " + name);
                } catch (BadPayloadException e) {
                    lines.add("bad " + name);
                }
            }
            lines.add(
                    readings.decode(encoder.encode(Samples.reading())).equals(Samples.reading())
                            ? "good"
                            : "different");
            lines.add(untrusted(registry));
        }
        lines.forEach(System.out::println);
    }

    /** Decodes a record of a class that somebody told Avro not to trust after all. */
    private static String untrusted(FakeRegistry registry) throws BadPayloadException {
        try (AvroDecoder<Alert> decoder = AvroDecoder.specific(registry.settings(), Alert.class);
                AvroEncoder<Alert> encoder = AvroEncoder.forTopic(registry.settings(), "alerts", Alert.class)) {
            byte[] payload = encoder.encode(Samples.alert());
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.DEFAULT);
            return decoder.decode(payload).equals(Samples.alert()) ? "trusted" : "different";
        } catch (SecurityException e) {
            return "misconfigured";
        }
    }
}
