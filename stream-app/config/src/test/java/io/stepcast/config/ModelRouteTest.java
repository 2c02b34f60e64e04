package io.stepcast.config;

import static io.stepcast.config.Configs.SMALLEST;
import static io.stepcast.config.Configs.parse;
import static io.stepcast.config.Configs.problems;
import static io.stepcast.config.Configs.problemsWith;
import static io.stepcast.config.Configs.smallestWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRouteTest {

    private static final String ROUTES = SMALLEST + """
            model:
              routes:
                - {series: "eu-west-*", id: west}
                - series: eu-*
                  id: eu
                - {series: "us?", id: us}
            """;

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "eu-*, eu-1, true",
        "eu-*, eu-, true",
        "eu-*, eu, false",
        "eu-*, aeu-1, false",
        "*, anything, true",
        "*, '', true",
        "a, a, true",
        "a, ab, false",
        "'', a, false",
        "?, a, true",
        "?, '', false",
        "?, ab, false",
        "*-temp, kiln-temp, true",
        "*-temp, kiln-temp-2, false",
        "*a*b, xaxxabxb, true",
        "*a*b, xaxxabx, false",
        "a*?b, ab, false",
        "a*?b, axb, true",
        "a.c, abc, false",
        "**, x, true",
    })
    void aStarStandsForAnyCharactersAndAQuestionMarkForOne(String pattern, String name, boolean matches) {
        assertThat(new ModelRoute(pattern, "m").matches(name)).isEqualTo(matches);
    }

    @Test
    void theFirstRouteThatFitsCountsAndTheRestGoToTheModelItself() {
        ModelConfig model = parse(ROUTES).model();

        assertThat(model.idFor("eu-west-3")).isEqualTo("west");
        assertThat(model.idFor("eu-north")).isEqualTo("eu");
        assertThat(model.idFor("us1")).isEqualTo("us");
        assertThat(model.idFor("us12")).isEqualTo("default");
        assertThat(model.ids()).containsExactly("default", "west", "eu", "us");
    }

    @Test
    void routesMayBeSetOnTheCommandLineAndOverTheFile() {
        assertThat(smallestWith("model.routes=[{series: eu-*, id: eu}, {series: 17, id: default}]")
                        .model())
                .satisfies(model -> {
                    assertThat(model.routes())
                            .containsExactly(new ModelRoute("eu-*", "eu"), new ModelRoute("17", "default"));
                    assertThat(model.ids()).containsExactly("default", "eu");
                });
        assertThat(ConfigLoader.parse(ROUTES, "test.yaml", List.of("model.routes=none"), Map.of())
                        .model()
                        .routes())
                .isEmpty();
    }

    @Test
    void theEnvironmentStandsInForReferencesAndQuotesStayQuotes() {
        String yaml = SMALLEST + "model: {routes: [{series: \"${SITE}'s *\", id: \"${SITE}\"}]}\n";

        assertThat(ConfigLoader.parse(yaml, "test.yaml", List.of(), Map.of("SITE", "eu"))
                        .model()
                        .routes())
                .containsExactly(new ModelRoute("eu's *", "eu"));
    }

    @Test
    void whatIsNoListOfRoutesIsAProblem() {
        String required =
                "must be none or a list of {series: PATTERN, id: MODEL} with different patterns and ids of 1 to"
                        + " 100 letters, digits, dots, underscores or hyphens, got ";
        for (String wrong : List.of(
                "[]",
                "eu-*",
                "[eu-*]",
                "[{series: eu-*}]",
                "[{series: eu-*, id: e u}]",
                "[{series: '', id: eu}]",
                "[{series: [a], id: eu}]",
                "[{series: eu-*, id: eu, model: x}]",
                "[{series: a, id: a}, {series: a, id: b}]",
                "[{series: a")) {
            assertThat(problemsWith("model.routes=" + wrong))
                    .as(wrong)
                    .containsExactly("'model.routes' (--set) " + required + "'" + wrong + "'");
        }
        assertThat(problems(SMALLEST + "model: {routes: [{series: eu-*, id: [x]}]}\n", Map.of()))
                .containsExactly("'model.routes' (line 7) " + required + "[{'series': 'eu-*', 'id': []}]");
        assertThat(problems(SMALLEST + "model: {window: [{a: b}]}\n", Map.of()))
                .first()
                .asString()
                .isEqualTo("'model.window' (line 7) must be a list of texts or numbers");
    }

    @Test
    void theSummaryTellsHowManyModelsThereAre() {
        assertThat(ConfigSummary.of(parse(ROUTES)))
                .containsEntry("model.routes", "eu-west-* → west, eu-* → eu, us? → us (4 models)");
        assertThat(ConfigSummary.of(smallestWith())).containsEntry("model.routes", "none");
    }

    @Test
    void aRouteBehindOneThatTakesAllIsWarnedOf() {
        assertThat(ConfigWarnings.of(smallestWith("model.routes=[{series: '*', id: all}, {series: eu-*, id: eu}]")))
                .containsExactly("the route eu-* → eu in model.routes never counts: * before it takes every series");
        assertThat(ConfigWarnings.of(parse(ROUTES))).isEmpty();
    }
}
