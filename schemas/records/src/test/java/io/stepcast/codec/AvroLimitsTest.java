package io.stepcast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroLimitsTest {

    @Test
    void theTestsThemselvesRunWithAllFlags() {
        assertThat(AvroLimits.missingFlags()).isEmpty();
        assertThat(AvroLimits.warning()).isEmpty();
    }

    @Test
    void flagsAreThoseOfTheCommandLine() {
        assertThat(AvroLimits.flags())
                .containsExactlyInAnyOrder(
                        "-Dorg.apache.avro.limits.bytes.maxLength=1048576",
                        "-Dorg.apache.avro.limits.collectionItems.maxAllocation=100000",
                        "-Dorg.apache.avro.limits.collectionItems.maxLength=100000",
                        "-Dorg.apache.avro.limits.string.maxLength=65536");
    }

    @Test
    void aJvmWithoutFlagsSurvivesHugeClaimsAndTrustsTheRecordsUnlessToldNotTo(@TempDir Path folder) throws Exception {
        assertThat(LimitlessJvm.run(folder))
                .containsExactly(
                        "missing flags: 4",
                        "bad string",
                        "bad bytes",
                        "bad array",
                        "bad map",
                        "bad nulls",
                        "good",
                        "misconfigured");
    }
}
