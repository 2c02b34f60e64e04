package io.stepcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BacktestCommandTest {

    private static final int ROWS = 240;

    @TempDir
    private Path folder;

    @Test
    void theFixtureIsWhatItsSeedMakes() throws IOException {
        assertThat(fixture()).isEqualTo(generated(2026));
    }

    @Test
    void scoresPredictionsAndReportAreWritten() throws IOException {
        Path input = write(fixture());

        CommandRun run = backtest(
                input,
                "--warmup-rows=100",
                "--score-from=120",
                "--score-to=200",
                "--seed=1",
                "--predictions=" + folder.resolve("p.csv"),
                "--report=" + folder.resolve("r.html"));

        assertThat(run.err()).contains("readings 200 of 200");
        assertThat(run.code()).isZero();
        JsonNode scores = scores();
        assertThat(scores.get("rows").asInt()).isEqualTo(200);
        assertThat(scores.get("scoredSteps").asInt()).isEqualTo(80);
        assertThat(scores.get("seed").asInt()).isEqualTo(1);
        assertThat(scores.get("features")).hasSize(2);
        for (String unit : List.of("scaled", "raw")) {
            for (String method : List.of("model", "lstm", "persistence", "seasonalNaive", "onlineLinear")) {
                assertThat(scores.at("/" + unit + "/" + method + "/mse").asDouble())
                        .as("%s %s", unit, method)
                        .isPositive();
            }
        }
        assertThat(scores.at("/perFeature/0/name").asText()).isEqualTo("load");
        assertThat(scores.at("/intervals/coverage").asDouble()).isEqualTo(0.9);
        assertThat(scores.at("/intervals/empirical").asDouble()).isBetween(0.7, 1.0);
        assertThat(scores.at("/configuration/series.step").asText()).isEqualTo("1 h");
        assertThat(scores.at("/configuration/series.season").asText()).isEqualTo("1 d");
        List<String> predictions = Files.readAllLines(folder.resolve("p.csv"));
        assertThat(predictions).hasSize(1 + 80 * 2);
        assertThat(predictions.get(1)).startsWith("all,120,2016-07-06T00:00:00Z,load,");
        assertThat(Files.readString(folder.resolve("r.html")))
                .contains("<svg", "class=\"band\"", "Coverage over time", "temperature")
                .doesNotContain("http:", "https:", "<script", "NaN");
    }

    @Test
    void noiseInTheFileFromARowOnLeavesThePredictionsBeforeItAsTheyWere() throws IOException {
        List<String> lines = fixture().lines().toList();
        List<String> noisy = new ArrayList<>(lines.subList(0, 151));
        Random noise = new Random(4);
        for (String line : lines.subList(151, lines.size())) {
            noisy.add(line.substring(0, line.indexOf(',')) + "," + noise.nextGaussian() + "," + noise.nextGaussian());
        }

        List<String> before = predictions(write(String.join("\n", lines)));
        List<String> after = predictions(write(String.join("\n", noisy)));

        // Row 150 is the first with noise; what was predicted for it is the same, what came isn't.
        int last = 1 + 2 * (150 - 100);
        assertThat(after.subList(0, last)).isEqualTo(before.subList(0, last));
        assertThat(withoutObserved(after.get(last))).isEqualTo(withoutObserved(before.get(last)));
        assertThat(after.get(last)).isNotEqualTo(before.get(last));
    }

    private List<String> predictions(Path input) throws IOException {
        CommandRun run = backtest(input, "--warmup-rows=100", "--predictions=" + folder.resolve("p.csv"));
        assertThat(run.code()).as(run.err()).isZero();
        return Files.readAllLines(folder.resolve("p.csv"));
    }

    private static String withoutObserved(String line) {
        List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
        cells.remove(4);
        return String.join(",", cells);
    }

    @Test
    void aSeedGivesTheSameScoresAgainAndRowFlagsMayBeLeftOut() throws IOException {
        Path input = write(fixture());
        backtest(input);
        JsonNode first = scores();
        backtest(input);

        assertThat(scores().get("scaled")).isEqualTo(first.get("scaled"));
        assertThat(first.get("scoredSteps").asInt()).isEqualTo(ROWS - 36);
    }

    @Test
    void eachSeriesOfAColumnIsItsOwn() throws IOException {
        StringBuilder text = new StringBuilder("date,place,load,temperature\n");
        List<String> lines = fixture().lines().skip(1).toList();
        for (String place : List.of("north", "south")) {
            for (String line : lines) {
                text.append(line.replaceFirst(",", "," + place + ",")).append('\n');
            }
        }

        CommandRun run = backtest(write(text.toString()), "--series=place", "--score-to=100");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(scores().get("rows").asInt()).isEqualTo(200);
        assertThat(scores().at("/perSeries/1/name").asText()).isEqualTo("south");
        assertThat(scores().at("/perSeries/1/persistence/mse")).isEqualTo(scores().at("/perSeries/0/persistence/mse"));
    }

    @Test
    void rowsOutOfOrderAreRefusedUnlessSorted() throws IOException {
        List<String> lines = new ArrayList<>(fixture().lines().toList());
        lines.add(lines.remove(10));
        Path input = write(String.join("\n", lines));

        CommandRun refused = backtest(input);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "line 241: the rows of a series must have growing timestamps", "--sort brings them into order");
        assertThat(backtest(input, "--sort").code()).isZero();
    }

    @Test
    void aTimestampTwiceIsRefusedUnlessSorted() throws IOException {
        List<String> lines = new ArrayList<>(fixture().lines().toList());
        lines.add(11, lines.get(10));
        Path input = write(String.join("\n", lines));

        CommandRun refused = backtest(input);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("line 12", "2016-07-01 09:00:00 after 2016-07-01 09:00:00 in line 11")
                .doesNotContain("\tat ");
        assertThat(backtest(input, "--sort").code()).isZero();
        assertThat(scores().get("rows").asInt()).isEqualTo(ROWS);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--features=power | column 'power' is required, the file has date, load, temperature",
                "--features=load --timestamp=when | column 'when' is required",
                "--warmup-rows=1 | --warmup-rows must be 2 to 240",
                "--warmup-rows=241 | --warmup-rows must be 2 to 240 for the 240 rows of series all, got 241",
                "--score-from=240 | --score-from must be 0 to 239",
                "--score-to=241 | --score-to must be 37 to 240",
                "--score-from=100 --score-to=100 | --score-to must be 101 to 240",
                "--season=40_d | must not be longer than the data, which spans 239 h, got 40 d",
                "--season=tomorrow | 'series.season' (--set) must be",
                "--set=model.hidden=0 | 'model.hidden' (--set) must be",
                "--set=topics.prefix=a | --set of a backtest must be a key of model, learning or intervals",
            })
    void aWrongOptionIsOneSentence(String options, String sentence) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String option : options.split(" ", -1)) {
            arguments.add(option.replace('_', ' '));
        }

        CommandRun run = backtest(write(fixture()), arguments.toArray(String[]::new));

        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | column",
                "date,load | must have rows below its header, got none",
                "date,load;2016-07-01,1;2016-07-02,2 | a series must have at least 3 rows, got 2 of all",
                "date,load;2016-07-01,1;2016-07-02,much | line 3, column 'load': a value must be a number or empty, got 'much'",
                "date,load;yesterday,1 | line 2, column 'date': a timestamp must look like",
            })
    void aWrongFileIsOneSentence(String text, String sentence) throws IOException {
        CommandRun run = backtest(write(text.replace(';', '\n')), "--features=load");

        assertThat(run.err()).contains(sentence).hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotThereIsOneSentence() {
        CommandRun run = backtest(folder.resolve("none.csv"));

        assertThat(run.err()).startsWith("stepcast: there is no file ").hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }

    private CommandRun backtest(Path input, String... options) {
        List<String> arguments = new ArrayList<>(List.of("backtest", "--input=" + input));
        if (List.of(options).stream().noneMatch(option -> option.startsWith("--timestamp"))) {
            arguments.add("--timestamp=date");
        }
        if (List.of(options).stream().noneMatch(option -> option.startsWith("--features"))) {
            arguments.add("--features=all");
        }
        arguments.add("--output=" + folder.resolve("r.json"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private JsonNode scores() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("r.json").toFile());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("input.csv"), text);
    }

    private static String fixture() throws IOException {
        try (InputStream in = BacktestCommandTest.class.getResourceAsStream("backtest/hourly.csv")) {
            return new String(Objects.requireNonNull(in, "the fixture").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Ten days of hours: a load with a daily season and a temperature that wanders. */
    private static String generated(long seed) {
        Random random = new Random(seed);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
        StringBuilder text = new StringBuilder("date,load,temperature\n");
        double temperature = 15;
        for (int row = 0; row < ROWS; row++) {
            double load = 50 + 10 * StrictMath.sin(2 * Math.PI * row / 24) + 2 * random.nextGaussian();
            temperature += 0.5 * random.nextGaussian();
            text.append(LocalDateTime.of(2016, 7, 1, 0, 0).plusHours(row).format(format))
                    .append(String.format(Locale.ROOT, ",%.3f,%.2f\n", load, temperature));
        }
        return text.toString();
    }
}
