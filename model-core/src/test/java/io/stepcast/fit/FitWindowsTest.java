package io.stepcast.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stepcast.version.InputEncoding;
import io.stepcast.version.ModelVersion;
import io.stepcast.version.ScaledEncoding;
import io.stepcast.window.Arrival;
import io.stepcast.window.Reading;
import io.stepcast.window.SeriesWindow;
import io.stepcast.window.WindowConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FitWindowsTest {

    private static final double NONE = Double.NaN;

    @Test
    void aWindowHoldsScaledRowsAndItsLabelTheStepToTheNext() {
        ScaledWindows windows = scaled(Scaling.MIN_MAX, Shares.NONE, 2, 10, 20, 40, 30);

        assertThat(windows.size()).isEqualTo(2);
        assertThat(input(windows, 0)).containsExactly(0f, (float) (1.0 / 3));
        assertThat(input(windows, 1)).containsExactly((float) (1.0 / 3), 1f);
        double unit = Math.sqrt((20 * 20 + 10 * 10) / 2.0);
        assertThat(windows.label(0).unit()[0]).isCloseTo(unit, within(1e-12));
        assertThat(windows.label(0).step()).containsExactly((float) (20 / unit));
        assertThat(windows.label(1).step()).containsExactly((float) (-10 / unit));
        assertThat(windows.label(1).last()).containsExactly(40);
        assertThat(windows.label(1).observed()).containsExactly(30);
        assertThat(windows.ends().get(0).input()).containsExactly(1f, (float) (2.0 / 3));
        assertThat(windows.ends().get(0).last()).containsExactly(30);
    }

    @Test
    void standardScalingHasMeanZeroAndVarianceOne() {
        ScaledWindows windows = scaled(Scaling.STANDARD, Shares.NONE, 3, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 6);

        assertThat(ScaledEncoding.fromJson(windows.encoding()).scales().get(0))
                .isEqualTo(new ScaledEncoding.Scale(1e9 + 3, Math.sqrt((4 + 1 + 0 + 9) / 4.0)));
    }

    @Test
    void aConstantFeatureIsScaledByOne() {
        ScaledWindows windows = scaled(Scaling.MIN_MAX, Shares.NONE, 2, 5, 5, 5, 5);

        assertThat(input(windows, 0)).containsExactly(0f, 0f);
        assertThat(windows.label(0).step()).containsExactly(0f);
        assertThat(windows.label(0).unit()).containsExactly(1);
    }

    @Test
    void aMissingValueIsTheLastKnownOneAndNoLabel() {
        ScaledWindows windows = scaled(Scaling.MIN_MAX, Shares.NONE, 2, NONE, 0, 10, NONE, NONE, 4, 8);

        // Labels are rows 5 and 6; windows begin at row 1 at the earliest, and rows 3 and 4 have no label.
        assertThat(windows.size()).isEqualTo(2);
        assertThat(input(windows, 0)).containsExactly(1f, 1f);
        assertThat(windows.label(0).last()).containsExactly(10);
        assertThat(input(windows, 1)).containsExactly(1f, (float) 0.4);
    }

    @Test
    void oneOfTwoFeaturesMissingIsALabelOfTheOther() {
        FitSeries series = Fits.series("s", 4, 1, row -> new double[] {row, row == 3 ? NONE : 2 * row});
        ScaledWindows windows =
                ScaledWindows.of(List.of(series), List.of("a", "b"), 2, Scaling.MIN_MAX, count -> Shares.NONE);

        assertThat(windows.label(1).step()[0]).isPositive();
        assertThat(windows.label(1).step()[1]).isNaN();
        assertThat(windows.ends().get(0).last()).containsExactly(3, 4);
    }

    @Test
    void windowsNeverReachFromOneSeriesIntoAnother() {
        ScaledWindows windows = ScaledWindows.of(
                List.of(Fits.series("a", 5, row -> row), Fits.series("b", 5, row -> 100 + row)),
                List.of("x"),
                3,
                Scaling.MIN_MAX,
                count -> Shares.NONE);

        assertThat(IntStream.range(0, windows.size())
                        .mapToObj(window -> windows.label(window).series()))
                .containsExactly("a", "a", "b", "b");
        assertThat(input(windows, 2)[0]).isEqualTo((float) (100 / 104.0));
        assertThat(windows.ends()).extracting(FitWindows.Last::series).containsExactly("a", "b");
    }

    @Test
    void theScaleIsThatOfTheTrainingRows() {
        double[] values =
                IntStream.range(0, 14).mapToDouble(row -> row < 9 ? row : 1000).toArray();
        ScaledWindows windows = scaled(Scaling.MIN_MAX, new Shares(0.25, 0.25), 2, values);

        // 12 windows: the labels of the first 6 are rows 2 to 7.
        assertThat(windows.split().training()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(windows.split().validation()).containsExactly(6, 7, 8);
        assertThat(windows.split().test()).containsExactly(9, 10, 11);
        assertThat(ScaledEncoding.fromJson(windows.encoding()).scales().get(0))
                .isEqualTo(new ScaledEncoding.Scale(0, 7));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void allOfTrainingIsOlderThanValidationAndThatThanTheTest(long seed) {
        java.util.Random random = new java.util.Random(seed);
        long[] times = random.longs(500, 0, 60).toArray();
        Split split = Split.of(times, new Shares(0.3, 0.2), new TooFewRowsException.Source(1, 1, 500));

        assertThat(split.training().length + split.validation().length + split.test().length)
                .isEqualTo(500);
        assertThat(newest(times, split.training())).isLessThan(oldest(times, split.validation()));
        assertThat(newest(times, split.validation())).isLessThan(oldest(times, split.test()));
        assertThat(split.test().length).isBetween(100, 130);
    }

    private static long newest(long[] times, int[] part) {
        return Arrays.stream(part).mapToLong(window -> times[window]).max().orElseThrow();
    }

    private static long oldest(long[] times, int[] part) {
        return Arrays.stream(part).mapToLong(window -> times[window]).min().orElseThrow();
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"0, 0, 1", "0.2, 0.1, 10", "0.5, 0, 2", "0, 0.3, 4", "0.45, 0.45, 3", "0.01, 0.01, 100"})
    void sharesRequireSoManyWindows(double validation, double test, int windows) {
        Shares shares = new Shares(validation, test);

        assertThat(shares.fewestWindows()).isEqualTo(windows);
        assertThat(scaled(Scaling.MIN_MAX, shares, 3, new double[windows + 3]).size())
                .isEqualTo(windows);
        assertThatThrownBy(() -> scaled(Scaling.MIN_MAX, shares, 3, new double[windows + 2]))
                .isInstanceOf(TooFewRowsException.class)
                .hasMessageContaining(
                        "require at least " + (windows + 3) + " rows of one series, got " + (windows + 2));
    }

    @Test
    void rowsWithoutValuesAreToldApartFromTooFewRows() {
        assertThatThrownBy(() -> scaled(Scaling.MIN_MAX, Shares.NONE, 2, NONE, NONE, NONE, NONE, 1))
                .hasMessageContaining("got 5 with 0 usable windows");
    }

    @Test
    void encodedWindowsAreThoseOfTheService() {
        WindowConfig config = new WindowConfig(1, 4, 1000, 5000).withSignature(3);
        FitSeries series = Fits.series("s", 40, 1000, row -> new double[] {row == 20 ? NONE : row % 5});
        EncodedWindows windows = new EncodedWindows(List.of(series), List.of("x"), config, count -> Shares.NONE);

        SeriesWindow live = new SeriesWindow(config);
        int window = 0;
        float[] newest = {};
        for (int row = 0; row < 40; row++) {
            Arrival arrival = live.add(new Reading("s", row * 1000L, series.values()[row]));
            if (arrival instanceof Arrival.Advanced advanced) {
                var labelled = advanced.step().labelled();
                // Row 20 has no value, and its label none.
                if (labelled != null && row != 20) {
                    assertThat(input(windows, window)).isEqualTo(labelled.input());
                    assertThat(windows.steps(window)).isEqualTo(labelled.steps());
                    FitWindows.Label label = windows.label(window);
                    assertThat(label.step()).isEqualTo(labelled.label());
                    assertThat(label.last()[0] + label.step()[0] * label.unit()[0])
                            .isCloseTo(series.values()[row][0], within(1e-5));
                    window++;
                }
                newest = advanced.step().input();
            }
        }
        assertThat(windows.size()).isEqualTo(window).isEqualTo(37);
        assertThat(windows.ends().get(0).input()).isEqualTo(newest);
        assertThat(InputEncoding.fromJson(windows.encoding()).windowConfig()).isEqualTo(config);
        assertThat(windows.inputs()).isEqualTo(SeriesWindow.inputs(config));
    }

    @Test
    void aNetworkOfAnotherShapeIsRefused() {
        ScaledWindows windows = scaled(Scaling.MIN_MAX, Shares.NONE, 3, 1, 2, 3, 4, 5);
        ScaledWindows longer = scaled(Scaling.MIN_MAX, Shares.NONE, 4, 1, 2, 3, 4, 5);
        try (var network = Fits.network(windows, 4, 1)) {
            assertThatThrownBy(() -> new Fit(network, longer, Fits.config(1, 1)))
                    .hasMessage("a network of 3 time steps can't learn from windows of 4");
        }
    }

    @Test
    void theEncodingIsReadableAndComesBack() {
        String json =
                scaled(Scaling.STANDARD, Shares.NONE, 3, 1e-9, 2e12, 3, 4, 5).encoding();

        assertThat(json)
                .startsWith("{\"kind\":\"standard\",\"format\":1,\"window\":3,\"inputs\":1,\"features\":[\"x\"],");
        assertThat(ScaledEncoding.fromJson(json).toJson()).isEqualTo(json);
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json.replace("\"format\":1", "\"format\":2")))
                .hasMessage("a scaled encoding of format 1 is required, got format 2");
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json.replace("\"window\"", "\"wind\"")))
                .hasMessage("a scaled encoding of format 1 has no key wind");
        assertThatThrownBy(() -> ScaledEncoding.fromJson(json.replaceFirst("\"shift\":\\[", "\"shift\":[true,")))
                .hasMessageContaining("requires a number");
        assertThat(ModelVersion.ENCODING).isEqualTo("encoding");
    }

    private static ScaledWindows scaled(Scaling scaling, Shares shares, int length, double... values) {
        FitSeries series = Fits.series("s", values.length, row -> values[row]);
        return ScaledWindows.of(List.of(series), List.of("x"), length, scaling, count -> shares);
    }

    private static float[] input(FitWindows windows, int window) {
        float[] input = new float[windows.time() * windows.inputs()];
        windows.input(window, input, 0);
        return input;
    }
}
