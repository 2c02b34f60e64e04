package io.stepcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stepcast.network.Safetensors;
import io.stepcast.version.FittedModel;
import io.stepcast.version.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FitCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--seed=1", "--scaling=min-max", "--validation=0.2 --test=0.2", "--epochs=20 --layers=2"})
    void windowsOfThreeOverOneToTenGiveEleven(String options) throws IOException {
        Path input = write(counting(10));

        JsonNode result = json(fit(input, "--window=3 --hidden=128 --predict-next -o json " + options));

        assertThat(result.get("next")).hasSize(1);
        assertThat(result.at("/next/0").asDouble()).isCloseTo(11, within(0.05));
    }

    @Test
    void dailyPricesAndVolumesInWindowsOfTen() throws IOException {
        Path input = write(demo("sp500-2000.csv").lines().limit(700).collect(Collectors.joining("\n")));

        CommandRun run = fit(input, "--features=close,volume --window=10 --epochs=3 --predict-next -o json");

        JsonNode result = json(run);
        assertThat(run.out()).hasLineCount(1);
        assertThat(result.at("/windows/training").asInt()).isEqualTo(484);
        assertThat(result.at("/windows/validation").asInt()).isEqualTo(137);
        assertThat(result.at("/windows/test").asInt()).isEqualTo(68);
        assertThat(result.at("/next/0").asDouble()).as("the S&P 500 in 2002").isBetween(700.0, 1100.0);
        assertThat(result.at("/next/1").asDouble()).isBetween(5e8, 4e9);
        assertThat(result.at("/test/perFeature/1/name").asText()).isEqualTo("volume");
        assertThat(result.at("/test/scaled/model/mse").asDouble())
                .isLessThan(1.1 * result.at("/test/scaled/persistence/mse").asDouble());
    }

    @Test
    void aDayOfHoursLearnsTheDayFarBetterThanPersistence() throws IOException {
        Path input = write(hours(960));

        CommandRun run = fit(input, "--features=all --timestamp=time --window=24 --epochs=15 --scaling=min-max");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("960 rows; windows of 24: ", "epoch 15/15 · loss ", " · validation ");
        assertThat(run.out())
                .contains("Test: 93 windows, mean squared error ", " % below persistence's", "persistence rmse")
                .doesNotContain("The step after");
        List<String> predictions = Files.readAllLines(folder.resolve("out/predictions.csv"));
        assertThat(predictions.get(0)).isEqualTo("series,timestamp,feature,observed,prediction,persistence");
        assertThat(predictions).hasSize(1 + 2 * 93 + 2);
        assertThat(predictions.get(1)).startsWith("all,2016-08-06T03:00:00Z,load,");
        assertThat(predictions.get(predictions.size() - 1)).startsWith("all,next,wind,,");
        assertThat(Files.readString(folder.resolve("out/report.html")))
                .contains(
                        "<svg", "Loss per epoch", "validation", "persistence", "The step after the last row", "min-max")
                .doesNotContain("http:", "https:", "<script", "NaN");
        assertThat(Files.readString(folder.resolve("out/loss.svg")))
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains("epoch 15");
    }

    @Test
    void aThousandStepsAreNoTrouble() throws IOException {
        Path input = write(counting(1030));

        JsonNode result = json(fit(
                input,
                "--window=1000 --hidden=10 --batch=64 --epochs=2 --validation=0 --test=0 --predict-next -o json"));

        assertThat(result.at("/windows/training").asInt()).isEqualTo(30);
        assertThat(result.at("/next/0").asDouble()).isCloseTo(1031, within(2.0));
    }

    @Test
    void theFileOfWeightsSaysAllThatIsNeededToPredictWithIt() throws IOException {
        Path input = write(hours(120));

        JsonNode result = json(fit(
                input,
                "--features=load,wind --timestamp=time --window=6 --layers=2 --epochs=2 --predict-next -o json"));

        byte[] file = Files.readAllBytes(folder.resolve("out/model.safetensors"));
        Safetensors tensors = Safetensors.fromBytes(file);
        assertThat(tensors.tensors().keySet())
                .contains("weight_ih_l0", "weight_hh_l1", "bias_ih_l1", "head.weight", "head.bias");
        assertThat(tensors.metadata()).containsKeys("encoding", "epochs", "trainingLoss", "validationLoss");
        double[][] last = hours(120)
                .lines()
                .skip(1 + 114)
                .map(line -> line.split(",", -1))
                .map(cells -> new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[2])})
                .toArray(double[][]::new);
        try (FittedModel model = FittedModel.open(file)) {
            assertThat(model.next(last))
                    .containsExactly(
                            result.at("/next/0").asDouble(),
                            result.at("/next/1").asDouble());
        }
    }

    @Test
    void severalSeriesShareANetworkAndEachGetsItsNextStep() throws IOException {
        Path input = write(demo("weather.csv"));

        JsonNode result = json(fit(
                input,
                "--features=temp_max,wind --timestamp=date --series=location --epochs=1 --predict-next -o json"));

        assertThat(result.get("next").fieldNames()).toIterable().containsExactly("Seattle", "New York");
        assertThat(result.at("/next/Seattle")).hasSize(2);
        assertThat(result.at("/rows").asInt()).isEqualTo(2922);
    }

    @Test
    void aSeedGivesTheSameWeightsAgain() throws IOException {
        Path input = write(hours(120));
        fit(input, "--features=all --timestamp=time --epochs=2 --seed=7");
        byte[] first = Files.readAllBytes(folder.resolve("out/model.safetensors"));
        fit(input, "--features=all --timestamp=time --epochs=2 --seed=7");
        byte[] again = Files.readAllBytes(folder.resolve("out/model.safetensors"));
        fit(input, "--features=all --timestamp=time --epochs=2 --seed=8");

        assertThat(again).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("out/model.safetensors"))).isNotEqualTo(first);
    }

    @Test
    void theJobStartsFromAFileThatWasFittedInItsEncodingAndFromNoOther() throws IOException {
        Path input = write(hours(300));
        Path config = config();

        CommandRun run = fit(input, "--timestamp=time --epochs=2 --config=" + config + " --set=model.hidden=16");

        assertThat(run.code()).as(run.err()).isZero();
        Path weights = folder.resolve("out/model.safetensors");
        try (ModelVersion model = ModelVersion.open(Files.readAllBytes(weights))) {
            assertThat(model.encoding().features()).containsExactly("load", "wind");
            assertThat(model.encoding().window()).isEqualTo(5);
        }
        CommandRun valid = CommandRun.of(
                "validate", config.toString(), "--set=model.start-from=" + weights, "--set=model.hidden=16");
        assertThat(valid.code()).as(valid.err()).isZero();
        assertThat(valid.out()).containsPattern("model.start-from +" + weights);
        CommandRun refused = CommandRun.of("validate", config.toString(), "--set=model.start-from=" + weights);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("'model.start-from' must name weights", "hidden units is 16 there and 32 here")
                .doesNotContain("\tat ");

        fit(input, "--features=load,wind --timestamp=time --window=5 --epochs=1 --scaling=min-max");
        CommandRun scaled = CommandRun.of("validate", config.toString(), "--set=model.start-from=" + weights);
        assertThat(scaled.code()).isEqualTo(2);
        assertThat(scaled.err()).contains("got min-max scaling by the rows of a file");
    }

    @Test
    void aBacktestBeginsWithTheSameFile() throws IOException {
        Path input = write(hours(300));
        fit(input, "--timestamp=time --epochs=80 --config=" + config());
        String start = "--set=model.start-from=" + folder.resolve("out/model.safetensors");

        double drawn = networkError(input, "--set=model.window=5");
        double fitted = networkError(input, "--set=model.window=5", start);

        assertThat(fitted).isLessThan(drawn);
    }

    /** The network's own mean squared error in the first hundred rows. */
    private double networkError(Path input, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "backtest",
                "--input=" + input,
                "--timestamp=time",
                "--features=load,wind",
                "--score-to=100",
                "--output=" + folder.resolve("r.json")));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper()
                .readTree(folder.resolve("r.json").toFile())
                .at("/scaled/lstm/mse")
                .asDouble();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--window=3 | --features must name the columns of the values",
                "--features=power | line 1: column 'power' is required, the file has time, load, wind",
                "--features=load,load | --features must name each column once, got load,load",
                "--features=all | line 2, column 'time': a value must be a number or empty, got '2016-07-01 00:00:00'",
                "--features=load --timestamp=when | column 'when' is required",
                "--features=load --sort | --sort requires --timestamp",
                "--features=load --window=0 | --window must be 1 to 4096, got 0",
                "--features=load --hidden=2000 | --hidden must be 1 to 1024, got 2000",
                "--features=load --layers=5 | --layers must be 1 to 4, got 5",
                "--features=load --epochs=0 | --epochs must be at least 1, got 0",
                "--features=load --batch=0 | --batch must be 1 to 65536, got 0",
                "--features=load --learning-rate=0 | --learning-rate must be above 0 and at most 1, got 0.0",
                "--features=load --validation=1 | --validation must be at least 0 and below 1, got 1.0",
                "--features=load --validation=0.6 --test=0.5 | must leave something to train on and be below 1 together, got 1.1",
                "--features=load --window=60 | windows of 60 time steps require at least 61 rows of one series, got 60",
                "--features=load --window=51 --validation=0.1 --test=0.1 | windows of 51 time steps, with shares of 0.1 for validation"
                        + " and 0.1 for the test, require at least 61 rows of one series, got 60",
                "--features=load --window=4096 --hidden=1024 --batch=65536 | a batch of 65536 windows of 4096 time steps needs about",
                "--features=load --set=model.hidden=3 | --set requires --config",
                "--features=load --save=/dev/null/x | --save must name a folder that can be made",
            })
    void aWrongOptionIsOneSentence(String options, String sentence) throws IOException {
        CommandRun run = fit(write(hours(60)), options);

        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--window=3 | --window and --config exclude one another: the configuration's model.window holds",
                "--hidden=3 | --hidden and --config exclude one another",
                "--layers=2 | --layers and --config exclude one another",
                "--scaling=min-max | --scaling and --config exclude one another",
                "--features=load | --features must name a column for each of the configuration's series.features load, wind",
                "--set=series.step=2_h | the rows must be series.step, 2 h, apart as the job's readings are; most rows of",
                "--set=series.season=40_d | series.season must not be longer than the data, which spans 299 h, got 40 d",
                "--set=model.windw=3 | unknown key",
            })
    void whatTheConfigurationDecidesIsNotTheCommands(String options, String sentence) throws IOException {
        CommandRun run = fit(write(hours(300)), "--timestamp=time --config=" + config() + " " + options);

        assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(run.code()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | column",
                "time,load | must have rows below its header, got none",
                "time,load;2016-07-01,1;2016-07-02,2 | windows of 8 time steps require at least 9 rows of one series, got 2",
                "time,load;2016-07-01,1;2016-07-02,much | line 3, column 'load': a value must be a number or empty, got 'much'",
                "time,load;2016-07-02,1;2016-07-01,2 | line 3: the rows of a series must have growing timestamps",
                "time,load;2016-07-01,1;2016-07-01,2 | line 3: the rows of a series must have growing timestamps",
                "time,load;yesterday,1 | line 2, column 'time': a timestamp must look like",
            })
    void aWrongFileIsOneSentence(String text, String sentence) throws IOException {
        CommandRun run = fit(write(text.replace(';', '\n')), "--features=load --timestamp=time");

        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void wildValuesAreLearntFromOrRefusedInOneSentence() throws IOException {
        StringBuilder text = new StringBuilder("value\n");
        for (int row = 0; row < 80; row++) {
            text.append(row % 9 == 8 ? (row % 2 == 0 ? "1e300" : "-1e300") : String.valueOf(row))
                    .append('\n');
        }

        CommandRun run = fit(write(text.toString()), "--epochs=3 --learning-rate=1");

        assertThat(run.code()).as(run.err()).isIn(0, 2);
        assertThat(run.err() + run.out()).doesNotContain("\tat ", "NaN", "Infinity");
    }

    @Test
    void theHelpFitsAndNamesTheGroups() {
        assertThat(CommandRun.of("fit", "--help").out())
                .contains("The rows:", "The network:", "Training:", "For a job to start from:", "The result:");
    }

    private CommandRun fit(Path input, String options) {
        List<String> arguments = new ArrayList<>(List.of("fit", "--input=" + input, "--save=" + folder.resolve("out")));
        for (String option : options.strip().split(" +", -1)) {
            arguments.add(option.startsWith("--set") ? option.replace('_', ' ') : option);
        }
        if (options.contains("--save")) {
            arguments.remove(2);
        }
        boolean named = options.contains("--features") || options.contains("--config") || options.equals("--window=3");
        if (!named) {
            arguments.add("--features=value");
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("stepcast.yaml"), """
                kafka: {bootstrap.servers: "kafka:9092"}
                registry: {url: "http://registry:8081"}
                topics: {prefix: weather}
                series: {features: [load, wind], step: 1 h}
                model: {window: 5}
                delivery: {checkpoint-dir: /var/stepcast}
                """);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("input.csv"), text);
    }

    private static String counting(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "value\n", "\n"));
    }

    /** Hours of a load with a daily season and a wind with one of half a day. */
    private static String hours(int rows) {
        StringBuilder text = new StringBuilder("time,load,wind\n");
        for (int row = 0; row < rows; row++) {
            text.append(String.format(
                    Locale.ROOT,
                    "2016-%02d-%02d %02d:00:00,%.3f,%.3f%n",
                    7 + row / 744,
                    row / 24 % 31 + 1,
                    row % 24,
                    50 + 10 * StrictMath.sin(2 * Math.PI * row / 24) + row * 7919 % 13 / 20.0,
                    5 + 2 * StrictMath.cos(2 * Math.PI * row / 12) + row * 104729 % 17 / 20.0));
        }
        return text.toString();
    }

    private static String demo(String file) throws IOException {
        try (InputStream in = FitCommandTest.class.getResourceAsStream("demo/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
