package io.stepcast.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelKeysTest {

    private static final int MAX_PARALLELISM = 128;

    @ParameterizedTest(name = "parallelism {0}")
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void overAPowerOfTwoOfSubtasksModelsAreSpreadAsEvenlyAsCanBe(int parallelism) {
        int[] models = new int[parallelism];
        for (int place = 0; place < MAX_PARALLELISM; place++) {
            models[subtask(place, parallelism)]++;
            assertThat(most(models) - least(models)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void overAnyNumberOfSubtasksNoneGetsMuchMoreThanItsShare() {
        for (int parallelism = 1; parallelism <= 32; parallelism++) {
            int[] models = new int[parallelism];
            for (int place = 0; place < MAX_PARALLELISM; place++) {
                models[subtask(place, parallelism)]++;
                assertThat((double) most(models))
                        .as("%s models on %s subtasks", place + 1, parallelism)
                        .isLessThanOrEqualTo((place + 1.0) / parallelism + 3);
            }
        }
    }

    @Test
    void theKeysAreTheModelsOwnWhateverTheirPlaces() {
        Set<String> keys = new HashSet<>();
        for (int place = 0; place < 500; place++) {
            String key = ModelKeys.key("site-" + place + "." + place % 3, place, MAX_PARALLELISM);
            assertThat(keys.add(key)).as(key).isTrue();
            assertThat(ModelKeys.modelId(key)).isEqualTo("site-" + place + "." + place % 3);
        }
    }

    @Test
    void theKeysOfSavepointsStayWhatTheyAre() {
        assertThat(List.of(
                        ModelKeys.key("default", 0, MAX_PARALLELISM),
                        ModelKeys.key("eu", 1, MAX_PARALLELISM),
                        ModelKeys.key("us", 2, MAX_PARALLELISM)))
                .containsExactly("default#81", "eu#166", "us#257");
    }

    @Test
    void aForeignKeyIsRefused() {
        assertThatThrownBy(() -> ModelKeys.modelId("default"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a model's key must be its id, # and a number, got default");
    }

    private static int subtask(int place, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                ModelKeys.key("model-" + place, place, MAX_PARALLELISM), MAX_PARALLELISM, parallelism);
    }

    private static int most(int[] counts) {
        return Arrays.stream(counts).max().orElseThrow();
    }

    private static int least(int[] counts) {
        return Arrays.stream(counts).min().orElseThrow();
    }
}
