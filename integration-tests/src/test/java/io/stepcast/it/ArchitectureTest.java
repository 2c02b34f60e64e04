package io.stepcast.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the house. */
@AnalyzeClasses(packages = "io.stepcast", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String[] MODEL_CORE = {
        "io.stepcast.window..",
        "io.stepcast.network..",
        "io.stepcast.learn..",
        "io.stepcast.forecast..",
        "io.stepcast.version..",
        "io.stepcast.state..",
        "io.stepcast.random..",
        "io.stepcast.backtest..",
        "io.stepcast.fit..",
        "io.stepcast.version.."
    };

    @ArchTest
    static final ArchRule theModelCoreKnowsOnlyTheJdkAndItsDevices = noClasses()
            .that()
            .resideInAnyPackage(MODEL_CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache..",
                    "io.confluent..",
                    "com.fasterxml..",
                    "io.stepcast.schema..",
                    "io.stepcast.codec..",
                    "io.stepcast.config..",
                    "io.stepcast.job..",
                    "io.stepcast.embedded..",
                    "io.stepcast.cli..");

    @ArchTest
    static final ArchRule onlyTheNetworkKnowsItsDevices = noClasses()
            .that()
            .resideOutsideOfPackage("io.stepcast.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule theSchemasKnowNothingOfTheHouse = noClasses()
            .that()
            .resideInAnyPackage("io.stepcast.schema..", "io.stepcast.codec..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..", "io.stepcast.window..", "io.stepcast.job..", "io.stepcast.config..");

    @ArchTest
    static final ArchRule theConfigurationKnowsNoFlinkAndNoKafka = noClasses()
            .that()
            .resideInAPackage("io.stepcast.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "io.stepcast.job..", "io.stepcast.cli..");

    @ArchTest
    static final ArchRule theJobKnowsNoCommandLineAndNoEmbeddedBroker = noClasses()
            .that()
            .resideInAPackage("io.stepcast.job..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.stepcast.cli..", "io.stepcast.embedded..");

    @ArchTest
    static final ArchRule theEmbeddedBrokerAndRegistryKnowNothingOfForecasts = noClasses()
            .that()
            .resideInAPackage("io.stepcast.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..", "io.stepcast.job..", "io.stepcast.config..", "io.stepcast.window..");

    @ArchTest
    static final ArchRule operatorsDoNoArithmetic = noClasses()
            .that()
            .resideInAPackage("io.stepcast.job.operator..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Math.class, StrictMath.class);
}
