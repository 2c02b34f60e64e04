package io.stepcast.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;

@AnalyzeClasses(packages = "io.stepcast", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModelCoreArchitectureTest {

    @ArchTest
    static final ArchRule theModelKnowsNeitherFlinkNorKafka = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..");

    @ArchTest
    static final ArchRule onlyTheNetworkKnowsItsDevices = noClasses()
            .that()
            .resideOutsideOfPackage("io.stepcast.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule statesKnowNobody = knowsNone(
            "io.stepcast.state..",
            "io.stepcast.window..",
            "io.stepcast.network..",
            "io.stepcast.learn..",
            "io.stepcast.forecast..");

    @ArchTest
    static final ArchRule windowsKnowOnlyStates =
            knowsNone("io.stepcast.window..", "io.stepcast.network..", "io.stepcast.learn..", "io.stepcast.forecast..");

    @ArchTest
    static final ArchRule networksKnowOnlyStates =
            knowsNone("io.stepcast.network..", "io.stepcast.window..", "io.stepcast.learn..", "io.stepcast.forecast..");

    @ArchTest
    static final ArchRule theLearnerKnowsWindowsAndNetworks =
            knowsNone("io.stepcast.learn..", "io.stepcast.forecast..");

    @ArchTest
    static final ArchRule theForecasterKnowsOnlyWindows =
            knowsNone("io.stepcast.forecast..", "io.stepcast.network..", "io.stepcast.learn..");

    @ArchTest
    static final ArchRule chanceAndTimeComeFromOutside = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class);

    private static ArchRule knowsNone(String who, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
