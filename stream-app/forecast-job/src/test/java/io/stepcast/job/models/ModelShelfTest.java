package io.stepcast.job.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stepcast.window.WindowConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

final class ModelShelfTest {

    private static final WindowConfig WINDOW = new WindowConfig(2, 8, 3_600_000, 86_400_000);
    private static final FixedConfiguration CONFIGURATION =
            FixedConfiguration.of(WINDOW).with("model.hidden", "32");

    /** What version 1 wrote in {@link #goesOnFromItsState}; later versions must read it. */
    private static final String VERSION_1 =
            "53435354000b6d6f64656c207368656c660000000100000008000c6d6f64656c2e68696464656e00023332000c6d6f64656c"
                    + "2e77696e646f77000138000f7365726965732e63616c656e646172000b6461792d6f662d79656172000e7365726965732e73"
                    + "63616c696e67000772756e6e696e67000d7365726965732e736561736f6e0003312064000b7365726965732e737465700003"
                    + "312068000b7365726965732e7a6f6e650003555443001d746865206e756d626572206f66207365726965732e666561747572"
                    + "657300013200000002000000000000000200000000000000000003000574687265650000000100036f6e6500000000000000"
                    + "01";

    private final ModelShelf shelf = new ModelShelf(CONFIGURATION);

    @Test
    void theNewestVersionsStay() {
        assertThat(shelf.add(1, null, 2)).isEmpty();
        assertThat(shelf.add(2, null, 2)).isEmpty();
        assertThat(shelf.add(3, null, 2)).containsExactly(1L);
        assertThat(shelf.add(4, null, 1)).containsExactly(2L, 3L);
    }

    @Test
    void aFileGoesWhenACheckpointHasCompletedAfterTheOneWithItsTombstone() {
        shelf.add(1, "one", 1);
        shelf.add(2, "two", 1);
        assertThat(shelf.completed(6)).as("no checkpoint has the tombstone yet").isEmpty();
        shelf.checkpoint(7);
        shelf.add(3, "three", 1);
        shelf.checkpoint(8);

        assertThat(shelf.completed(7)).isEmpty();
        assertThat(shelf.completed(8)).containsExactly("one");
        assertThat(shelf.completed(9)).containsExactly("two");
        assertThat(shelf.completed(10)).isEmpty();
    }

    @Test
    void goesOnFromItsState() throws IOException {
        shelf.add(1, "one", 2);
        shelf.add(2, null, 2);
        shelf.add(3, "three", 2);
        shelf.checkpoint(7);
        shelf.nextEvent();

        assertGoesOn(read(CONFIGURATION));
        assertGoesOn(read(CONFIGURATION, HexFormat.of().parseHex(VERSION_1)));
        // As long as version 1 is also what is written.
        assertThat(HexFormat.of().formatHex(bytes())).isEqualTo(VERSION_1);
    }

    private static void assertGoesOn(ModelShelf restored) {
        assertThat(restored.completed(7)).isEmpty();
        assertThat(restored.completed(8)).containsExactly("one");
        assertThat(restored.add(4, null, 2)).containsExactly(2L);
        assertThat(restored.nextEvent()).isEqualTo(1);
    }

    @Test
    void eventsTakeTurnsAtAHundredKeys() {
        for (int i = 0; i < 100; i++) {
            assertThat(shelf.nextEvent()).isEqualTo(i);
        }
        assertThat(shelf.nextEvent()).isZero();
    }

    @Test
    void anotherConfigurationIsRefusedWithEveryDifference() {
        FixedConfiguration now =
                FixedConfiguration.of(new WindowConfig(2, 12, 0, 86_400_000)).with("model.hidden", "16");

        assertThatThrownBy(() -> read(now))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage(
                        "the configuration no longer fits the state of model m: model.hidden was 32 and is 16,"
                                + " model.window was 8 and is 12, series.calendar was day-of-year and is hour and weekday and"
                                + " day-of-year, series.step was 1 h and is none; set it back, or begin anew with"
                                + " --fresh or another model.id (on a cluster: without the savepoint)");
    }

    @Test
    void whatOnlyOneVersionOfStepcastKnowsDoesNotCount() throws IOException {
        assertThat(read(CONFIGURATION.with("model.layers", "2"))).isNotNull();
    }

    private ModelShelf read(FixedConfiguration configuration) throws IOException {
        return read(configuration, bytes());
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        shelf.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static ModelShelf read(FixedConfiguration configuration, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return ModelShelf.read(in, configuration, "model m", 7);
    }
}
